export * from './model.js';
export * from './wire/index.js';
