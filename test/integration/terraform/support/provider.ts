import { createServer, type Http2Server, type ServerHttp2Stream } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { decode, encode, UNKNOWN, type Value } from './msgpack.js';
import { fieldsOf, message } from './protobuf.js';
import { RESOURCES, schemaOf, type ResourceType } from './schema.js';

export type State = Readonly<Record<string, Value>>;
type Handler = (fields: ReadonlyMap<number, readonly Buffer[]>) => Buffer;

/** A Terraform provider for tests: it speaks plugin protocol 6 and keeps what it is told in memory. */
export interface Provider {
  readonly address: string;
  /** What stands, by id. Change it to change a record behind Terraform's back. */
  readonly store: Map<string, { readonly type: string; readonly state: State }>;
  stop(): Promise<void>;
}

/**
 * Starts the provider on a free port of loopback: gRPC over HTTP/2 without TLS, as `TF_REATTACH_PROVIDERS` wants it. A call is
 * a POST to `/tfplugin6.Provider/<method>`; messages have a flag and a length of 4 octets in front.
 */
export async function startProvider(): Promise<Provider> {
  const store: Provider['store'] = new Map();
  const handlers = handlersOf(store);
  const server = createServer();
  server.on('stream', (stream, headers) => {
    const method = String(headers[':path']).replace(/^\/tfplugin6\.Provider\//, '');
    const chunks: Buffer[] = [];
    stream.on('data', (chunk: Buffer) => chunks.push(chunk));
    stream.on('end', () => answer(stream, handlers[method], Buffer.concat(chunks).subarray(5)));
    stream.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { address: `127.0.0.1:${port}`, store, stop: () => stopped(server) };
}

function answer(stream: ServerHttp2Stream, handler: Handler | undefined, request: Buffer): void {
  // Terraform's plugin library also opens streams of its own, and gives them up.
  if (stream.destroyed) return;
  const [ok, unimplemented, internal] = ['0', '12', '13'];
  let status = handler === undefined ? unimplemented : ok;
  let body: Buffer | undefined;
  let words = '';
  try {
    body = handler?.(fieldsOf(request));
  } catch (thrown) {
    status = internal;
    words = encodeURIComponent(String(thrown));
  }
  stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
  stream.on('wantTrailers', () =>
    stream.sendTrailers({ 'grpc-status': status, ...(words === '' ? {} : { 'grpc-message': words }) }),
  );
  if (body !== undefined) {
    const prefix = Buffer.alloc(5);
    prefix.writeUInt32BE(body.length, 1);
    stream.write(Buffer.concat([prefix, body]));
  }
  stream.end();
}

function stopped(server: Http2Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    // Terraform is gone by now; what it left open would keep the server.
    setImmediate(() => resolve());
  });
}

function handlersOf(store: Provider['store']): Readonly<Record<string, Handler>> {
  let count = 0;
  const typeOf = (fields: ReadonlyMap<number, readonly Buffer[]>): ResourceType => {
    const name = String(fields.get(1)?.[0] ?? '');
    const found = RESOURCES.find((one) => one.name === name);
    if (found === undefined) throw new Error(`no resource ${name}`);
    return found;
  };
  const nothing: Handler = () => message();
  return {
    GetProviderSchema: () =>
      message(
        [1, message([2, message()])],
        ...RESOURCES.map((one) => [2, message([1, one.name], [2, schemaOf(one)])] as const),
        [6, message()],
      ),
    ValidateProviderConfig: nothing,
    ValidateResourceConfig: nothing,
    ConfigureProvider: nothing,
    StopProvider: nothing,
    UpgradeResourceState: (fields) => {
      const raw = fieldsOf(fields.get(3)?.[0] ?? Buffer.alloc(0)).get(1)?.[0];
      return message([1, message([2, raw])]);
    },
    ReadResource: (fields) => {
      const state = valueOf(fields.get(2));
      const kept = isState(state) ? store.get(idOf(state)) : undefined;
      return message([1, dynamic(kept === undefined ? null : kept.state)]);
    },
    PlanResourceChange: (fields) => {
      const type = typeOf(fields);
      const [prior, proposed] = [valueOf(fields.get(2)), valueOf(fields.get(3))];
      if (!isState(proposed)) return message([1, dynamic(null)]);
      const planned = Object.fromEntries(
        Object.entries(proposed).map(([name, value]) => [
          name,
          value === null && type.computed.includes(name)
            ? isState(prior)
              ? (prior[name] ?? UNKNOWN)
              : UNKNOWN
            : value,
        ]),
      );
      const replaced = type.replaces.filter(
        (name) => isState(prior) && JSON.stringify(prior[name]) !== JSON.stringify(planned[name]),
      );
      return message(
        [1, dynamic(planned)],
        ...replaced.map((name) => [2, message([1, message([1, name])])] as const),
      );
    },
    ApplyResourceChange: (fields) => {
      const type = typeOf(fields);
      const [prior, planned] = [valueOf(fields.get(2)), valueOf(fields.get(3))];
      if (!isState(planned)) {
        if (isState(prior)) store.delete(idOf(prior));
        return message([1, dynamic(null)]);
      }
      const known = Object.fromEntries(
        Object.entries(planned).map(([name, value]) => [
          name,
          value === UNKNOWN ? `${type.name}-${++count}` : value,
        ]),
      );
      store.set(idOf(known), { type: type.name, state: known });
      return message([1, dynamic(known)]);
    },
  };
}

/** Every resource has one, as a string. */
function idOf(state: State): string {
  const { id } = state;
  return typeof id === 'string' ? id : '';
}

/** DynamicValue { bytes msgpack = 1; bytes json = 2; } */
function valueOf(field: readonly Buffer[] | undefined): Value {
  const octets = fieldsOf(field?.[0] ?? Buffer.alloc(0)).get(1)?.[0];
  return octets === undefined ? null : decode(octets);
}

function dynamic(value: Value): Buffer {
  return message([1, encode(value)]);
}

function isState(value: Value): value is State {
  return (
    typeof value === 'object' &&
    value !== null &&
    value !== UNKNOWN &&
    !Array.isArray(value) &&
    !Buffer.isBuffer(value)
  );
}
