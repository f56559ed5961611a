import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';

/**
 * A `lookup` for sockets that gives only addresses that may be dialled, so that the address that is checked is the
 * one that is connected to (no second resolution in between).
 */
export function checkedLookup(refuse: (address: string) => string | undefined): LookupFunction {
  return (host, options, done) => {
    lookup(host, { ...options, all: true }, (error, found) => {
      if (error !== null) return done(error, '', 0);
      const good = found.filter(({ address }) => refuse(address) === undefined);
      const [first] = good;
      if (first === undefined) {
        const why = found.map(({ address }) => refuse(address)).join('; ');
        return done(Object.assign(new Error(why), { code: 'EACCES' }), '', 0);
      }
      if (options.all === true) return done(null, good);
      done(null, first.address, first.family);
    });
  };
}
