export { type CompiledGraph, compile } from "./compile";
export { COMPOSITE_NAMES, COMPOSITES, type CompositeName } from "./composites";
export { EXPLAIN_ERROR_CODES, ExplainError, type ExplainErrorCode } from "./errors";
export { type Inspection, inspectModel } from "./inspect";
export { type Model, type ReadOptions, readModel } from "./onnx/read";
export { type CompileOptions, METHODS, type Method } from "./options";
export { type Randomisation, weightLayers } from "./randomise";
export { spearman, ssim } from "./similarity";
export { COMPILER_VERSION } from "./version";
