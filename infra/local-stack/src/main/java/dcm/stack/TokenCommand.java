package dcm.stack;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code ./dcm token}. */
@Command(
        name = "token",
        description = "Print an access token, valid for five minutes, of a sign-in that 'user add' made.",
        footer = {
            "",
            "Example: curl -H \"Authorization: Bearer $(./dcm token alice)\" http://localhost:8080/v1/containers"
        })
final class TokenCommand implements Callable<Integer> {
    @Parameters(paramLabel = "NAME", description = "Whose.")
    private String name = "";

    @Override
    public Integer call() {
        System.out.println(new People(Installation.current()).token(name));
        return 0;
    }
}
