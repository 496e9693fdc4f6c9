package dcm.shell.command;

import dcm.shell.api.ApiClient;
import dcm.shell.screen.Screen;
import java.io.OutputStream;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The user of a command, the API that it calls, and its input and output. A session runs one command at a time.
 *
 * @param accountName returns the name of the account
 * @param api the REST API on behalf of the user
 * @param atGateway what the commands need from the SSH gateway or the client; null in the launcher
 * @param input the standard input of the command
 * @param output the standard output of the command, for results that are not text
 */
public record Session(
        Supplier<String> accountName,
        ApiClient api,
        Screen screen,
        Input input,
        OutputStream output,
        @Nullable GatewayServices atGateway) {
    /** A session of an account whose name is known. */
    public Session(
            String account,
            ApiClient api,
            Screen screen,
            Input input,
            OutputStream output,
            @Nullable GatewayServices atGateway) {
        this(() -> account, api, screen, input, output, atGateway);
    }

    /** The name of the account. */
    public String account() {
        return accountName.get();
    }

    /**
     * The SSH gateway in which the command runs.
     *
     * @throws IllegalStateException outside the gateway
     */
    public GatewayServices gateway() {
        if (atGateway == null) {
            throw new IllegalStateException("not at a gateway");
        }
        return atGateway;
    }
}
