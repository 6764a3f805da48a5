import { alexNet } from "./alexnet";
import type { ZooOptions } from "./blocks";
import { convNeXtTiny } from "./convnext";
import { denseNet121 } from "./densenet";
import { efficientNetLite } from "./efficientnet-lite";
import { googLeNet } from "./googlenet";
import { inceptionV3 } from "./inception-v3";
import { mobileNetV2 } from "./mobilenet-v2";
import { mobileNetV3 } from "./mobilenet-v3";
import { resNet } from "./resnet";
import { shuffleNetV2 } from "./shufflenet-v2";
import { squeezeNet } from "./squeezenet";
import { vgg } from "./vgg";

/** Seed of the image on which the zoo's networks are compared: normal deviates, as of a normalised photograph. */
export const IMAGE_SEED = 3;

export interface ZooNetwork {
  readonly build: (options?: ZooOptions) => Uint8Array[];
  /** Side of the square image at the published size. */
  readonly side: number;
  /** Weights that training changes; torchvision's count, unless the builder says otherwise. */
  readonly parameters: number;
  /** The feature maps Grad-CAM weighs, `[C, H, W]` at the published size. */
  readonly stage: readonly [number, number, number];
}

const network = (
  build: ZooNetwork["build"],
  parameters: number,
  stage: ZooNetwork["stage"],
  side = 224,
): ZooNetwork => ({ build, side, parameters, stage });

export const ZOO = {
  AlexNet: network((o) => alexNet(o), 61_100_840, [256, 13, 13]),
  "VGG-11": network((o) => vgg(11, o), 132_863_336, [512, 14, 14]),
  "VGG-11 with BN": network((o) => vgg(11, { ...o, batchNorm: true }), 132_868_840, [512, 14, 14]),
  "VGG-16": network((o) => vgg(16, o), 138_357_544, [512, 14, 14]),
  "VGG-16 with BN": network((o) => vgg(16, { ...o, batchNorm: true }), 138_365_992, [512, 14, 14]),
  "VGG-19": network((o) => vgg(19, o), 143_667_240, [512, 14, 14]),
  "VGG-19 with BN": network((o) => vgg(19, { ...o, batchNorm: true }), 143_678_248, [512, 14, 14]),
  "ResNet-18": network((o) => resNet(18, o), 11_689_512, [512, 7, 7]),
  "ResNet-34": network((o) => resNet(34, o), 21_797_672, [512, 7, 7]),
  "ResNet-50": network((o) => resNet(50, o), 25_557_032, [2048, 7, 7]),
  "SqueezeNet 1.0": network((o) => squeezeNet("1.0", o), 1_248_424, [1000, 13, 13]),
  "SqueezeNet 1.1": network((o) => squeezeNet("1.1", o), 1_235_496, [1000, 13, 13]),
  MobileNetV2: network((o) => mobileNetV2(o), 3_504_872, [1280, 7, 7]),
  "MobileNetV3 small": network((o) => mobileNetV3("small", o), 2_542_856, [576, 7, 7]),
  "MobileNetV3 large": network((o) => mobileNetV3("large", o), 5_483_032, [960, 7, 7]),
  "EfficientNet-Lite0": network((o) => efficientNetLite(o), 4_652_008, [1280, 7, 7]),
  "DenseNet-121": network((o) => denseNet121(o), 7_978_856, [1024, 7, 7]),
  "Inception-v1": network((o) => googLeNet("paper", o), 6_998_552, [1024, 7, 7]),
  "Inception-v1 with BN": network((o) => googLeNet("torchvision", o), 6_624_904, [1024, 7, 7]),
  "Inception-v3": network((o) => inceptionV3(o), 23_834_568, [2048, 8, 8], 299),
  ShuffleNetV2: network((o) => shuffleNetV2(o), 2_278_604, [1024, 7, 7]),
  "ConvNeXt-T": network((o) => convNeXtTiny("erf", o), 28_589_128, [768, 7, 7]),
  "ConvNeXt-T with Gelu": network((o) => convNeXtTiny("native", o), 28_589_128, [768, 7, 7]),
} as const satisfies Readonly<Record<string, ZooNetwork>>;

export type ZooName = keyof typeof ZOO;
