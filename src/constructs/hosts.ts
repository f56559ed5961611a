import type { TerraformProvider } from 'cdktf';
import { azure } from '../policy/synth/providers/azure.js';
import { cloudflare as cloudflareForm } from '../policy/synth/providers/cloudflare.js';
import { desec } from '../policy/synth/providers/desec.js';
import { digitalocean } from '../policy/synth/providers/digitalocean.js';
import { gandi as gandiForm } from '../policy/synth/providers/gandi.js';
import { google } from '../policy/synth/providers/google.js';
import { hetzner as hetznerForm } from '../policy/synth/providers/hetzner.js';
import type { ProviderForm } from '../policy/synth/providers/model.js';
import { ns1 as ns1Form } from '../policy/synth/providers/ns1.js';
import { route53 as route53Form } from '../policy/synth/providers/route53.js';

/** Where a domain's zone is served. Made by `cloudflare(...)`, `route53(...)` and the like. */
export interface DnsHost {
  /** How records are written there; absent for `plainRecords()`: none are. */
  readonly form?: ProviderForm;
  /** What has to be known of the zone. Values may be tokens. */
  readonly zone: Readonly<Record<string, string>>;
  readonly provider?: TerraformProvider;
}

/** What every host takes. */
export interface HostProps {
  /**
   * The provider construct that manages the zone.
   *
   * @default - the stack's only one of its kind
   */
  readonly provider?: TerraformProvider;
}

function host(form: ProviderForm, zone: Readonly<Record<string, string>>, { provider }: HostProps): DnsHost {
  return { form, zone, ...(provider === undefined ? {} : { provider }) };
}

/** Cloudflare, provider version 5: a `cloudflare_dns_record` a record, and `cloudflare_zone_dnssec`. */
export function cloudflare(props: HostProps & { readonly zoneId: string }): DnsHost {
  return host(cloudflareForm, { zone_id: props.zoneId }, props);
}

/** Amazon Route 53. `kmsKeyArn` is needed where the zone has to be signed: ECC_NIST_P256, in us-east-1. */
export function route53(
  props: HostProps & { readonly zoneId: string; readonly kmsKeyArn?: string },
): DnsHost {
  const { zoneId, kmsKeyArn } = props;
  return host(
    route53Form,
    { zone_id: zoneId, ...(kmsKeyArn === undefined ? {} : { kms_key_arn: kmsKeyArn }) },
    props,
  );
}

/** Google Cloud DNS; signing is a property of the zone itself, see `google_dns_managed_zone`. */
export function googleDns(props: HostProps & { readonly managedZone: string }): DnsHost {
  return host(google, { managed_zone: props.managedZone }, props);
}

/** Azure DNS. */
export function azureDns(props: HostProps & { readonly resourceGroupName: string }): DnsHost {
  return host(azure, { resource_group_name: props.resourceGroupName }, props);
}

/** DigitalOcean. It cannot sign. */
export function digitalOcean(props: HostProps = {}): DnsHost {
  return host(digitalocean, {}, props);
}

/** Hetzner, in its cloud's DNS. */
export function hetzner(props: HostProps = {}): DnsHost {
  return host(hetznerForm, {}, props);
}

/** NS1; signing is a property of the zone itself. */
export function ns1(props: HostProps = {}): DnsHost {
  return host(ns1Form, {}, props);
}

/** deSEC, which signs every zone. */
export function deSec(props: HostProps = {}): DnsHost {
  return host(desec, {}, props);
}

/** Gandi LiveDNS. */
export function gandi(props: HostProps = {}): DnsHost {
  return host(gandiForm, {}, props);
}

/** No resource is written: `GuardedDomain.records` has the records for resources of your own. They are not enforced. */
export function plainRecords(): DnsHost {
  return { zone: {} };
}
