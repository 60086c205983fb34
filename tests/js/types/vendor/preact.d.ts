// What static/build.mjs bundles into static/vendor/preact.js, for the type checker alone.
export { h, render, Fragment, Component, createContext, createRef } from "preact";
export {
  useState,
  useEffect,
  useLayoutEffect,
  useRef,
  useMemo,
  useCallback,
  useContext,
  useId,
  useReducer,
} from "preact/hooks";
export { signal, computed, effect, batch, untracked, useSignal, useComputed, useSignalEffect } from "@preact/signals";
export type { Signal, ReadonlySignal } from "@preact/signals";
export declare const html: (strings: TemplateStringsArray, ...values: any[]) => any;
