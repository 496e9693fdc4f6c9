import { useEffect } from 'react';
import { Link } from 'wouter';
import { useAccount, useImages } from '../api/lists';
import type { Image } from '../api/model';
import { text } from '../messages/messages';
import { useDraft } from '../session/drafts';
import { CreateForm } from './CreateForm';
import { type CreateFields, emptyFields } from './createRequest';

/** A form that is filled in, for people without a container. */
export function CreateCard() {
  const images = useImages().data?.items;
  const account = useAccount().data;
  const [fields, change, clear] = useDraft<CreateFields>('first-container', () => ({ ...emptyFields, name: 'web' }));
  const image = fields.image;
  useEffect(() => {
    const first = images && firstImage(images);
    if (!image && first) change({ image: first });
  }, [image, images, change]);
  return (
    <section className="card">
      <p>{text.containers.empty}</p>
      {account?.keys.length === 0 && (
        <p className="warning">
          {text.you.noKeys} <Link href="/you">{text.containers.addKey}</Link>
        </p>
      )}
      <CreateForm fields={fields} change={change} clear={clear} />
    </section>
  );
}

function firstImage(images: readonly Image[]): string | undefined {
  return (images.find((image) => image.base && image.state === 'ready') ?? images[0])?.ref;
}
