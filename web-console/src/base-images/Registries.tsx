import { useState } from 'react';
import { call } from '../api/call';
import { refreshMs, useLiveQuery } from '../api/lists';
import type { Registry } from '../api/model';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Answer } from '../ui/Answer';
import { Button } from '../ui/Button';
import { useDialogs } from '../ui/Dialogs';
import { Section } from '../ui/Page';
import { CheckField, TextField } from '../ui/fields';
import { type RegistryForm, forbidOperation, permitOperation } from './operations';

const t = text.registries;

/** The registries that users may use. */
export function Registries() {
  const registries = useLiveQuery(['live', 'catalog-registries'], call('get', '/v1/catalog/registries'), refreshMs);
  const openDialog = useDialogs();
  const permit = () => openDialog(t.permit, (close) => <PermitRegistry close={close} />);
  return (
    <Section title={t.title} aside={<Button onClick={permit}>{t.permit}</Button>}>
      <p className="note">{t.hint}</p>
      <Answer query={registries}>
        {({ items }) =>
          items.length === 0 ? (
            <p className="note">{t.none}</p>
          ) : (
            <ul className="plain" aria-label={t.title}>
              {items.map((registry) => (
                <RegistryItem key={registry.name} registry={registry} />
              ))}
            </ul>
          )
        }
      </Answer>
    </Section>
  );
}

function RegistryItem({ registry }: { registry: Registry }) {
  const { name } = registry;
  const openDialog = useDialogs();
  const changeTitle = say(t.changeOf, { name });
  const forbidTitle = say(t.forbidOf, { name });
  const change = () => openDialog(changeTitle, (close) => <PermitRegistry registry={registry} close={close} />);
  const forbid = () =>
    openDialog(forbidTitle, (close) => (
      <OperationDialog operation={forbidOperation(name)} submit={t.forbid} preview danger close={close}>
        <p>{say(t.forbidQuestion, { name })}</p>
      </OperationDialog>
    ));
  return (
    <li className="line-item">
      <span>{name}</span>
      <span className="muted">{useOf(registry)}</span>
      <Button onClick={change} aria-label={changeTitle}>
        {t.change}
      </Button>
      <Button kind="danger" onClick={forbid} aria-label={forbidTitle}>
        {t.forbid}
      </Button>
    </li>
  );
}

function useOf({ pullOnly, plainHttp, certificates, hosts }: Registry): string {
  const facts = [
    pullOnly ? t.uses.pullOnly : t.uses.both,
    plainHttp && t.plain,
    certificates && t.ownCas,
    hosts.length > 0 && say(t.withServers, { servers: hosts.join(', ') }),
  ];
  return facts.filter(Boolean).join(' · ');
}

/** Permits a registry, or changes how a permitted one is used. */
function PermitRegistry({ registry, close }: { registry?: Registry; close: () => void }) {
  const [form, setForm] = useState<RegistryForm>(() => ({
    name: registry?.name ?? '',
    hosts: registry?.hosts.join(' ') ?? '',
    pullOnly: registry?.pullOnly ?? false,
    plainHttp: registry?.plainHttp ?? false,
    certificates: registry?.certificates ?? '',
  }));
  const change = (part: Partial<RegistryForm>) => setForm({ ...form, ...part });
  return (
    <OperationDialog
      operation={form.name ? permitOperation(form) : undefined}
      submit={registry ? t.change : t.permit}
      preview
      close={close}
    >
      {!registry && (
        <TextField
          label={t.name}
          placeholder="registry.lab.example:5000"
          value={form.name}
          onChange={(name) => change({ name })}
          required
          autoFocus
        />
      )}
      <TextField label={t.with} hint={t.withHint} value={form.hosts} onChange={(hosts) => change({ hosts })} />
      <CheckField label={t.pullOnly} checked={form.pullOnly} onChange={(pullOnly) => change({ pullOnly })} />
      <CheckField label={t.plainHttp} checked={form.plainHttp} onChange={(plainHttp) => change({ plainHttp })} />
      <TextField
        label={t.certificates}
        hint={t.certificatesHint}
        rows={4}
        value={form.certificates}
        onChange={(certificates) => change({ certificates })}
      />
    </OperationDialog>
  );
}
