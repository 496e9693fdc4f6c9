package dcm.stack.installation;

import java.nio.file.Path;
import java.util.Map;

/** A process that starts installations for the first time, like {@code ./dcm up} does before it starts any part. */
final class FirstStart {
    private FirstStart() {}

    /** Prints the id of each of the installations {@code 0}, {@code 1}, … in a directory, after a line from the input. */
    public static void main(String[] arguments) throws Exception {
        Path directory = Path.of(arguments[0]);
        System.out.println("ready");
        if (System.in.read() < 0) {
            return;
        }
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            var installation = Installation.of(
                    directory,
                    Map.of("DCM_HOME", directory.resolve(String.valueOf(i)).toString()));
            installation.store();
            System.out.println(installation.id());
        }
    }
}
