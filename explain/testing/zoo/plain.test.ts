import { describeNetwork } from "./check";

describeNetwork("AlexNet", { composite: "epsilon-gamma-box" });
describeNetwork("SqueezeNet 1.0", { composite: "epsilon-gamma-box" });
describeNetwork("SqueezeNet 1.1", { composite: "epsilon-plus" });
describeNetwork("Inception-v1", { composite: "epsilon-plus" });
describeNetwork("Inception-v1 with BN", { composite: "epsilon-plus" });
describeNetwork("Inception-v3", { composite: "epsilon-plus" });
