package dcm.gateway.browser;

import dcm.contract.identity.OwnerName;
import java.time.Instant;

/**
 * What identifies a terminal.
 *
 * @param id random, and not guessable
 * @param container the container's id
 * @param user the user in the container
 */
record TerminalInfo(
        String id, OwnerName account, String container, String containerName, String user, Instant openedAt) {}
