import type { GestureHost } from "../gestures/types";
import type { ToolName } from "../state";
import { boxTool, brushTool, eraserTool, silhouetteTool } from "./brushes";
import { polygonTool } from "./polygon";
import { selectTool } from "./select";
import type { Tool } from "./types";

export function createTools(host: GestureHost, canEdit: boolean): Record<ToolName, Tool> {
  return {
    select: selectTool(host, canEdit),
    polygon: polygonTool(host),
    box: boxTool(host),
    brush: brushTool(host),
    eraser: eraserTool(host),
    silhouette: silhouetteTool(host),
  };
}
