import { describe } from "vitest";
import { itHasZennitsRelevance } from "./zennit";

describe("ResNet-50 beside Zennit", () => {
  itHasZennitsRelevance("ResNet-50", "resnet50");
});
