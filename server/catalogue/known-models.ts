import type { InputTransform } from "@/core/domain/spaces";
import { IMAGENET_CLASSES } from "./imagenet-classes";

/** A network with a name of its own: where it is, how to know that it arrived whole, how to feed it. */
export interface KnownModel {
  name: string;
  title: string;
  kind: "classifier" | "segmenter";
  /** Tried in turn; whichever answers, the checksum decides. Empty: there is no public ONNX file, see `byHand`. */
  urls: readonly string[];
  fileName: string;
  sha256: string | null;
  bytes: number | null;
  classNames: readonly string[];
  transform: InputTransform;
  licence: string;
  /** What to do where the file cannot be downloaded. */
  byHand?: string;
}

const ZOO_COMMIT = "b1eeaa1ac722dcc1cd1a8284bde34393dab61c3d";
const zoo = (folder: string, model: string) => [
  `https://huggingface.co/onnxmodelzoo/${model}/resolve/main/${model}.onnx`,
  `https://github.com/onnx/models/raw/${ZOO_COMMIT}/validated/vision/${folder}/model/${model}.onnx`,
];

/** Pascal VOC 2012, in its own order; 0 is the background. */
const VOC_NAMES: readonly string[] = [
  ..."background aeroplane bicycle bird boat bottle bus car cat chair cow".split(" "),
  "dining table",
  ..."dog horse motorbike person".split(" "),
  "potted plant",
  ..."sheep sofa train".split(" "),
  "tv monitor",
];

const IMAGENET_TRANSFORM: InputTransform = {
  size: { width: 224, height: 224 },
  resize: "shorter-side",
  resizeTo: 256,
  scale: 1 / 255,
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
  channelOrder: "RGB",
};

/** torchvision's segmentation transform at its usual 520 pixels, without leaving anything out of the frame. */
const SEGMENTATION_TRANSFORM: InputTransform = {
  ...IMAGENET_TRANSFORM,
  size: { width: 520, height: 520 },
  resize: "longer-side-pad",
  resizeTo: undefined,
};

const EXPORT_BY_HAND =
  "No public ONNX file is known. On a machine with PyTorch and torchvision run scripts/export-torchvision.py; it writes the network with its class names and transform.";

const imageNet = (
  name: string,
  title: string,
  folder: string,
  file: string,
  sha256: string,
  bytes: number,
): KnownModel => ({
  name,
  title,
  kind: "classifier",
  urls: zoo(folder, file),
  fileName: `${file}.onnx`,
  sha256,
  bytes,
  classNames: IMAGENET_CLASSES,
  transform: IMAGENET_TRANSFORM,
  licence: "Apache-2.0",
});

/** Checksums and sizes are those of the ONNX Model Zoo's own records at the pinned commit. */
export const KNOWN_MODELS: readonly KnownModel[] = [
  imageNet(
    "vgg16",
    "VGG-16, ImageNet (the paper's classifier)",
    "classification/vgg",
    "vgg16-12",
    "722c42f53ca03a5480296bf8f9c85a151de3eed9ec982d7d2302ff6e2900c67b",
    553437752,
  ),
  imageNet(
    "resnet50",
    "ResNet-50 v1, ImageNet",
    "classification/resnet",
    "resnet50-v1-12",
    "3f03fdef724b22947eed826f1eef1dc5c34151bb4c37d634f1db89dfa2dd1526",
    102576593,
  ),
  imageNet(
    "squeezenet",
    "SqueezeNet 1.1, ImageNet",
    "classification/squeezenet",
    "squeezenet1.1-7",
    "1eeff551a67ae8d565ca33b572fc4b66e3ef357b0eb2863bb9ff47a918cc4088",
    4956208,
  ),
  imageNet(
    "mobilenetv2",
    "MobileNetV2, ImageNet",
    "classification/mobilenet",
    "mobilenetv2-12",
    "c0c3f76d93fa3fd6580652a45618618a220fced18babf65774ed169de0432ad5",
    13964571,
  ),
  {
    name: "fcn-resnet50",
    title: "FCN-ResNet-50, Pascal VOC classes (a ready stand-in for DeepLabV3)",
    kind: "segmenter",
    urls: zoo("object_detection_segmentation/fcn", "fcn-resnet50-12"),
    fileName: "fcn-resnet50-12.onnx",
    sha256: "eb5017d1b80372eb0b58552655274698817ba2e774437e2c2d3c0a613d2e99bd",
    bytes: 141193555,
    classNames: VOC_NAMES,
    transform: SEGMENTATION_TRANSFORM,
    licence: "MIT",
  },
  ...(["resnet50", "mobilenet"] as const).map(
    (backbone): KnownModel => ({
      name: `deeplabv3-${backbone}`,
      title: `DeepLabV3-${backbone === "resnet50" ? "ResNet-50" : "MobileNetV3"}, Pascal VOC classes (torchvision)`,
      kind: "segmenter",
      urls: [],
      fileName: `deeplabv3_${backbone}.onnx`,
      sha256: null,
      bytes: null,
      classNames: VOC_NAMES,
      transform: SEGMENTATION_TRANSFORM,
      licence: "BSD-3-Clause",
      byHand: EXPORT_BY_HAND,
    }),
  ),
];
