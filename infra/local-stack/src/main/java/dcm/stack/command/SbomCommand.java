package dcm.stack.command;

import dcm.stack.installation.ProgramFiles;
import dcm.stack.sbom.AdvisoryCheck;
import dcm.stack.sbom.Library;
import dcm.stack.sbom.VulnerableLibrary;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code ./dcm sbom}. The script writes the bill of materials before. */
@Command(
        name = "sbom",
        description = "Write the bill of materials, and check it against published advisories. The exit code is 1 if a"
                + " library has a known vulnerability.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields
public final class SbomCommand implements Callable<Integer> {
    @Option(
            names = "--check",
            required = true,
            paramLabel = "ADVISORIES",
            description = "Directory or zip file of advisories in the OSV format. For all: "
                    + "https://osv-vulnerabilities.storage.googleapis.com/Maven/all.zip")
    private Path advisories;

    @Option(names = "--bom", hidden = true, description = "The bill of materials. Default: target/bom.json")
    private Optional<Path> bom;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Path file = bom.orElseGet(() -> ProgramFiles.current().root().resolve("target/bom.json"));
        List<Library> libraries = Library.of(file);
        var check = new AdvisoryCheck(libraries);
        check.compare(advisories);
        PrintWriter out = spec.commandLine().getOut();
        check.vulnerable().forEach(library -> out.println(line(library)));
        out.printf(
                "Libraries: %d, advisories: %d (the newest of %s), vulnerabilities: %d%n",
                libraries.size(),
                check.advisories(),
                check.newest(),
                check.vulnerable().size());
        return check.vulnerable().isEmpty() ? 0 : 1;
    }

    private static String line(VulnerableLibrary found) {
        return "%s %s: %s, %s%s"
                .formatted(
                        found.library().name(),
                        found.library().version(),
                        String.join(" ", found.ids()),
                        found.fixedIn().isEmpty() ? "no fixed version" : "fixed in " + found.fixedIn(),
                        found.summary().isEmpty() ? "" : ": " + found.summary());
    }
}
