import { describeNetwork } from "./check";

describeNetwork("ResNet-18", { composite: "epsilon-gamma-box" });
describeNetwork("ResNet-34", { composite: "epsilon-plus" });
describeNetwork("ResNet-50", { composite: "epsilon-plus" });
describeNetwork("DenseNet-121", { composite: "epsilon-plus" });
