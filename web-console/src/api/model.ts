// The API's types under short names. They are generated from docs/openapi.json.
import type { components } from '#openapi';

type Schemas = components['schemas'];

export type Account = Schemas['AccountView'];
export type AuditEntry = Schemas['AuditEntry'];
export type BaseImage = Schemas['BaseImageView'];
export type Container = Schemas['ContainerView'];
export type ContainerState = Schemas['ContainerViewState'];
export type ContainerStats = Schemas['ContainerStats'];
export type CreateRequest = Schemas['CreateRequest'];
/** The answer to a call with dryRun=true that would be accepted. That to an administrator's call only names events. */
export type DryRun = Partial<Schemas['DryRunResponse']>;
export type GrantedPreset = Schemas['GrantedPreset'];
export type Group = Schemas['GroupView'];
export type HistoryEntry = Schemas['HistoryEntry'];
export type Host = Schemas['HostView'];
export type Image = Schemas['ImageView'];
/** An element of GET /v1/intents. */
export type Intent = Schemas['IntentEntry'];
export type IntentAnswer = Schemas['IntentResponse'];
export type IntentSteps = Schemas['IntentView'];
export type Limited = Schemas['Limited'];
export type PortPublication = Schemas['PortView'];
export type Preset = Schemas['PresetView'];
export type PresetOptions = Schemas['PresetOptions'];
export type Problem = Schemas['Problem'];
export type QuarantinedRecord = Schemas['QuarantinedRecord'];
export type Quota = Schemas['QuotaView'];
export type QuotaLimits = Schemas['QuotaLimits'];
export type Registry = Schemas['RegistryView'];
export type User = Schemas['UserView'];

export interface Page<T> {
  items: T[];
  next?: string;
  total?: number;
}

/** GET /v1/about. */
export interface About {
  version: string;
  installation?: string;
  sshGateway?: SshGateway;
  defaults: { cpus: number; memoryMiB: number };
  features: string[];
}

/** Where SSH clients reach the shell of DCM. */
export interface SshGateway {
  host: string;
  port: number;
}

/** GET /console/session. */
export interface Session {
  account: string;
  role: 'user' | 'administrator';
  name?: string;
  expiresAt?: string;
}
