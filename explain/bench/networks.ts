import { ZOO, type ZooName } from "../testing/zoo/networks";

export interface Network {
  readonly name: ZooName;
  readonly build: () => Uint8Array[];
  readonly batches: readonly number[];
}

const network = (name: ZooName, batches: readonly number[]): Network => ({
  name,
  build: () => ZOO[name].build(),
  batches,
});

/** What is measured: published sizes at 224 × 224, seeded random weights. */
export const NETWORKS: Readonly<Record<string, Network>> = {
  vgg16: network("VGG-16", [1, 4, 8]),
  squeezenet: network("SqueezeNet 1.1", [1]),
  resnet50: network("ResNet-50", [1]),
};
