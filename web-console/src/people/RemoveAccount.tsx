import { useState } from 'react';
import { say, text } from '../messages/messages';
import { OperationDialog } from '../operations/OperationDialog';
import { Answer } from '../ui/Answer';
import { SelectField, TextField } from '../ui/fields';
import { AccountField } from './AccountField';
import { type Holdings, HoldingList } from './HoldingList';
import { removeAccount } from './operations';
import { useHoldings } from './queries';

const t = text.people;
const choices = ['remove', 'keep', 'handover'] as const;
type ImagesChoice = '' | (typeof choices)[number];

/** Shows what a removal deletes, and asks for the name of the account. */
export function RemoveAccount({ name, close }: { name: string; close: () => void }) {
  const holdings = useHoldings(name);
  const [images, setImages] = useState<ImagesChoice>('');
  const [to, setTo] = useState('');
  const [written, setWritten] = useState('');
  const hasImages = (holdings.data?.images.length ?? 0) > 0;
  const complete = holdings.data && written === name && (!hasImages || (images && (images !== 'handover' || to)));
  return (
    <OperationDialog
      operation={complete ? removeAccount(name, images, images === 'handover' ? to : '') : undefined}
      submit={t.remove}
      preview
      danger
      close={close}
    >
      <p>{say(t.removeQuestion, { name })}</p>
      <Answer query={holdings}>{(data) => <RemovalEffects holdings={data} images={images} />}</Answer>
      {hasImages && (
        <SelectField<ImagesChoice>
          label={t.removeImages}
          value={images}
          options={[['', ''], ...choices.map((choice) => [choice, t.imagesChoice[choice]] as const)]}
          onChange={setImages}
        />
      )}
      {images === 'handover' && <AccountField label={t.removeTo} value={to} onChange={setTo} except={name} />}
      <TextField label={t.confirmName} value={written} onChange={setWritten} />
    </OperationDialog>
  );
}

/** What is deleted, and what is not, which depends on the choice for the images. */
function RemovalEffects({ holdings, images }: { holdings: Holdings; images: ImagesChoice }) {
  if (holdings.images.length === 0 || (images !== 'keep' && images !== 'handover')) {
    return <HoldingList holdings={holdings} intro={t.removeDeletes} />;
  }
  return (
    <>
      {holdings.containers.length > 0 && <HoldingList holdings={{ ...holdings, images: [] }} intro={t.removeDeletes} />}
      <HoldingList holdings={{ ...holdings, containers: [] }} intro={t.removeKeeps[images]} />
    </>
  );
}
