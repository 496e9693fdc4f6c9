import type { Container } from '../api/model';
import { say, text } from '../messages/messages';
import { portAddress } from '../ports/portAddress';

/** The published ports. TCP ports are links, since most of them serve HTTP. */
export function PortLinks({ container }: { container: Container }) {
  return (
    <span className="ports">
      {container.ports.map((each) => {
        const { address, port, protocol } = each;
        const key = `${address}:${port}/${protocol}`;
        if (protocol !== 'tcp') return <span key={key}>{`${port}/${protocol}`}</span>;
        return (
          <a
            key={key}
            href={portAddress(each)}
            target="_blank"
            rel="noreferrer"
            aria-label={say(text.containers.openPort, { port, name: container.name })}
          >
            {port}
          </a>
        );
      })}
    </span>
  );
}
