/**
 * Parts of Node that not every run needs, loaded when they are first asked for (some 40 ms of the start of the Action). A bundler
 * would have them loaded before anything else, however late they are imported.
 */
export const builtin = {
  http: () => process.getBuiltinModule('node:http'),
  http2: () => process.getBuiltinModule('node:http2'),
  https: () => process.getBuiltinModule('node:https'),
  tls: () => process.getBuiltinModule('node:tls'),
};
