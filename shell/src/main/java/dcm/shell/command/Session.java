package dcm.shell.command;

import dcm.shell.api.Api;
import dcm.shell.screen.Screen;
import org.jspecify.annotations.Nullable;

/**
 * For whom commands are, whom they ask, and where they write. One session runs one command at a time.
 *
 * @param account the name of the account
 * @param api the REST API in the person's name
 * @param atGateway null where commands are typed elsewhere
 * @param input what the person types or pipes into a command
 */
public record Session(
        String account,
        Api api,
        Screen screen,
        Input input,
        @Nullable Gateway atGateway) {
    /**
     * The gateway in which the command was typed.
     *
     * @throws IllegalStateException if it was typed elsewhere, where only commands are that need none
     */
    public Gateway gateway() {
        if (atGateway == null) {
            throw new IllegalStateException("not at a gateway");
        }
        return atGateway;
    }
}
