package dcm.shell;

import dcm.shell.command.GatewayServices;
import dcm.shell.document.ContainerDocument;
import java.util.List;
import java.util.Optional;

/** A gateway that knows no keys and opens no sessions. */
class FakeGatewayServices implements GatewayServices {
    @Override
    public String host() {
        return "127.0.0.1";
    }

    @Override
    public int port() {
        return 2222;
    }

    @Override
    public List<String> hostKeys() {
        return List.of();
    }

    @Override
    public AccessToken token() {
        return new AccessToken("token", 300);
    }

    @Override
    public Optional<String> hostKey(ContainerDocument container) {
        return Optional.empty();
    }

    @Override
    public int connect(ContainerDocument container, String user, List<String> command) {
        throw new AssertionError("connected");
    }
}
