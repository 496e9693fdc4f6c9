package dcm.stack.part;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The programs of the servers that DCM did not write. Those of the package are copied, by links where the file system is the same, because dpkg
 * replaces them during an upgrade while the servers run.
 */
public final class ServerPrograms {
    private static final String NAME = "servers-";

    /** What servers need of a release. */
    private static final List<String> NEEDED = List.of("servers", "lib", "infra", "release.properties");

    private ServerPrograms() {}

    /** The programs, which may not be copied yet. */
    public static ProgramFiles of(Installation installation) {
        return installation.programs().isOfPackage(installation.home())
                ? new ProgramFiles(copies(installation).resolve(NAME + Versions.of("dcm")))
                : installation.programs();
    }

    private static Path copies(Installation installation) {
        return installation.home().resolve("app");
    }

    /** The programs. Thread-safe: servers start at the same time. */
    public static synchronized ProgramFiles ensure(Installation installation) {
        ProgramFiles programs = of(installation);
        Path copy = programs.root();
        if (Files.exists(copy)) {
            return programs;
        }
        Path draft = copy.resolveSibling(copy.getFileName() + ".new");
        SystemCommand.run("rm", "-rf", draft.toString());
        SystemCommand.run("mkdir", "-p", draft.toString());
        for (String name : NEEDED) {
            Path source = installation.programs().root().resolve(name);
            SystemCommand.run(
                    "sh",
                    "-c",
                    "cp -al \"$1\" \"$2\" 2>/dev/null || cp -a \"$1\" \"$2\"",
                    "sh",
                    source.toString(),
                    draft.toString());
        }
        SystemCommand.run("mv", draft.toString(), copy.toString());
        return programs;
    }

    /** Deletes copies of other programs. No server may run. */
    public static void deleteOthers(Installation installation) {
        if (!Files.isDirectory(copies(installation))) {
            return;
        }
        Path own = of(installation).root();
        try (DirectoryStream<Path> copies = Files.newDirectoryStream(copies(installation), NAME + "*")) {
            for (Path copy : copies) {
                if (!copy.equals(own)
                        || !isComplete(copy, installation.programs().root())) {
                    SystemCommand.run("rm", "-rf", copy.toString());
                }
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot read %s: %s".formatted(copies(installation), e), e);
        }
    }

    private static boolean isComplete(Path copy, Path programs) throws IOException {
        return Programs.isCopy(copy.resolve("servers"), programs.resolve("servers"))
                && Programs.isCopy(copy.resolve("lib"), programs.resolve("lib"));
    }
}
