import type { components } from '#openapi';
import { text } from '../messages/messages';
import { formatBytes } from '../ui/format';

export type Holdings = components['schemas']['Holdings'];

/** The containers and images of an account. */
export function HoldingList({ holdings, intro }: { holdings: Holdings; intro?: string }) {
  const { containers, images } = holdings;
  if (containers.length + images.length === 0) return <p>{text.people.removeNothing}</p>;
  return (
    <>
      {intro && <p>{intro}</p>}
      <ul className="names">
        {containers.map((container) => (
          <li key={container.id}>
            {container.name} ({container.handle ?? container.id}), {text.containers.states[container.state]},{' '}
            {container.host}
          </li>
        ))}
        {images.map((image) => (
          <li key={`${image.host} ${image.name}`}>
            {image.name}, {image.sizeBytes === undefined ? text.common.unknown : formatBytes(image.sizeBytes)},{' '}
            {image.host}
          </li>
        ))}
      </ul>
    </>
  );
}
