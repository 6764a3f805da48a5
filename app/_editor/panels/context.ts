import { createContext, useContext } from "react";
import type { Controller } from "../controller";
import type { LiveState, ViewState } from "../state";
import { useStore } from "../store";
import type { EditorProps } from "../types";

export const EditorContext = createContext<Controller | null>(null);

export function useEditor(): Controller {
  const editor = useContext(EditorContext);
  if (!editor) throw new Error("useEditor is used outside the editor.");
  return editor;
}

/** What the page gave last; `Controller.props` is the same, for code outside React. */
export const PropsContext = createContext<EditorProps | null>(null);

export function useProps(): EditorProps {
  const props = useContext(PropsContext);
  if (!props) throw new Error("useProps is used outside the editor.");
  return props;
}

export function useView<S>(select: (state: ViewState) => S): S {
  return useStore(useEditor().view, select);
}

export function useLive<S>(select: (state: LiveState) => S): S {
  return useStore(useEditor().live, select);
}
