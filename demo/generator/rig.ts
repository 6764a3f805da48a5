import type { Actor, Halo } from "./actor";
import {
  BOX,
  CUP,
  CYLINDER,
  ELLIPSOID,
  type Paint,
  Prim,
  type PrimKind,
  RIBBED,
  type Surface,
  TAPER,
  TORUS,
} from "./prims";
import {
  apply,
  basisFromUp,
  dirToWorld,
  type Frame,
  IDENTITY,
  length,
  type Mat3,
  multiply,
  sub,
  toWorld,
  type Vec3,
} from "./vec";

/** What a solid is made of and belongs to; the rig keeps one at a time, like a pen. */
export interface Style {
  part: number;
  group: number;
  /** Blending radius in units of the frame that places the solid. */
  k: number;
  paint: Paint;
  surface: Surface;
  along: readonly [number, number];
  /** Strand direction in the local frame of the placing frame, or a point to lie away from. */
  flow?: Vec3;
  flowFrom?: Vec3;
  /** Pattern frame, when not the placing frame. */
  pattern?: Frame;
  shadow?: boolean;
}

/** Builds an actor solid by solid. Lengths are in units of the given frame. */
export class Rig {
  readonly prims: Prim[] = [];
  readonly halos: Halo[] = [];
  readonly whiskers: Actor["whiskers"] = [];

  constructor(
    private readonly actor: number,
    /** First group number of this actor: groups of different actors never melt. */
    private readonly firstGroup: number,
  ) {}

  ellipsoid(f: Frame, centre: Vec3, [a, b, c]: Vec3, style: Style, turn: Mat3 = IDENTITY): void {
    this.push(ELLIPSOID, f, centre, turn, a * f.s, b * f.s, c * f.s, 0, style);
  }

  /** A limb from `from` (radius ra) to `to` (radius rb). */
  taper(f: Frame, from: Vec3, to: Vec3, ra: number, rb: number, style: Style): void {
    const axis = sub(to, from);
    const turn = basisFromUp(axis, [0, 0, 1]);
    this.push(TAPER, f, from, turn, ra * f.s, rb * f.s, length(axis) * f.s, 0, style);
  }

  /** A cupped leaf from `from` to `to`, its hollow side looking towards `front`; `flat` is thickness over width. */
  cup(f: Frame, from: Vec3, to: Vec3, ra: number, rb: number, flat: number, front: Vec3, style: Style): void {
    const axis = sub(to, from);
    const turn = basisFromUp(axis, front);
    this.push(CUP, f, from, turn, ra * f.s, rb * f.s, length(axis) * f.s, flat, style);
  }

  box(f: Frame, centre: Vec3, [a, b, c]: Vec3, rounding: number, style: Style, turn: Mat3 = IDENTITY): void {
    this.push(BOX, f, centre, turn, a * f.s, b * f.s, c * f.s, rounding * f.s, style);
  }

  torus(f: Frame, centre: Vec3, ring: number, tube: number, style: Style, turn: Mat3 = IDENTITY): void {
    this.push(TORUS, f, centre, turn, ring * f.s, tube * f.s, 0, 0, style);
  }

  ribbed(f: Frame, centre: Vec3, [a, b, c]: Vec3, ribs: number, style: Style): void {
    this.push(RIBBED, f, centre, IDENTITY, a * f.s, b * f.s, c * f.s, ribs, style);
  }

  cylinder(
    f: Frame,
    centre: Vec3,
    bottom: number,
    top: number,
    half: number,
    rounding: number,
    style: Style,
    turn: Mat3 = IDENTITY,
  ): void {
    this.push(CYLINDER, f, centre, turn, bottom * f.s, top * f.s, half * f.s, rounding * f.s, style);
  }

  halo(f: Frame, centre: Vec3, inner: number, outer: number, part: number, colour: Vec3): void {
    this.halos.push({ centre: toWorld(f, centre), inner: inner * f.s, outer: outer * f.s, part, colour });
  }

  private push(
    kind: PrimKind,
    f: Frame,
    centre: Vec3,
    turn: Mat3,
    a: number,
    b: number,
    c: number,
    d: number,
    style: Style,
  ): void {
    this.prims.push(
      new Prim(toWorld(f, centre), multiply(f.m, turn), {
        kind,
        a,
        b,
        c,
        d,
        group: this.firstGroup + style.group,
        k: style.k * f.s,
        actor: this.actor,
        part: style.part,
        paint: style.paint,
        surface: style.surface,
        pattern: style.pattern ?? f,
        along0: style.along[0],
        along1: style.along[1],
        flow: style.flow ? dirToWorld(f, style.flow) : apply(f.m, [0, -1, 0]),
        flowFrom: style.flowFrom ? toWorld(f, style.flowFrom) : null,
        shadow: style.shadow ?? true,
      }),
    );
  }
}
