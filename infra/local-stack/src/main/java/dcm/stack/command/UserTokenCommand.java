package dcm.stack.command;

import dcm.stack.account.LocalAccounts;
import dcm.stack.installation.Installation;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./dcm token}. */
@Command(
        name = "token",
        description = "Print an access token for a sign-in that 'user add' created. It is valid for five minutes.",
        footer = {
            "",
            "Example: curl -H \"Authorization: Bearer $(./dcm token alice)\" http://localhost:8080/v1/containers"
        })
public final class UserTokenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "The account.")
    private String name = "";

    @Override
    public Integer call() {
        System.out.println(new LocalAccounts(Installation.current()).token(name));
        return 0;
    }
}
