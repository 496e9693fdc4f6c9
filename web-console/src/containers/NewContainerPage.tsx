import { useEffect } from 'react';
import { useSearchParams } from 'wouter';
import { useHistoryState } from 'wouter/use-browser-location';
import { text } from '../messages/messages';
import { useDraft } from '../session/drafts';
import { Page } from '../ui/Page';
import { CreateForm } from './CreateForm';
import { type CreateFields, emptyFields } from './createRequest';

/** The address can fill in the image and the preset: /new?image=tools:1. The palette fills in all that was typed. */
export default function NewContainerPage() {
  const [params] = useSearchParams();
  const [fields, change, clear] = useDraft<CreateFields>('new-container', () => emptyFields);
  const [image, preset] = [params.get('image'), params.get('preset')];
  useEffect(() => {
    if (image) change({ image });
    if (preset) change({ preset });
  }, [image, preset, change]);
  const typed = useHistoryState<Partial<CreateFields> | null>();
  useEffect(() => {
    if (!typed) return;
    change({ ...emptyFields, ...typed });
    history.replaceState(null, ''); // a reload keeps what is changed from now on
  }, [typed, change]);
  return (
    <Page title={text.create.title}>
      <CreateForm fields={fields} change={change} clear={clear} />
    </Page>
  );
}
