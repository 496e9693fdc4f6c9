package dcm.gateway.browser;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A terminal in the answers of {@link TerminalResource}.
 *
 * @param container the container's id
 * @param name the container's name when the terminal was opened
 * @param user the user in the container
 * @param attached whether a browser tab shows it
 * @param endsAt when it ends unless a tab shows it before; null while a tab shows it
 */
public record TerminalView(
        String id,
        String container,
        String name,
        String user,
        Instant openedAt,
        boolean attached,
        @Nullable Instant endsAt) {}
