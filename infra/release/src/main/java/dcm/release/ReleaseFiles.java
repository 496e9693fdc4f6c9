package dcm.release;

import dcm.shell.completion.ContainerCompletions;
import dcm.stack.Launcher;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.keycloak.KeycloakSchemaExport;
import dcm.stack.keycloak.KeycloakServer;
import dcm.stack.postgres.PostgresBinaries;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.codegen.docgen.manpage.ManPageGenerator;

/** Prepares the servers of the source tree, and writes the manual pages and the completion of the command {@code dcm}. */
final class ReleaseFiles {
    private ReleaseFiles() {}

    /**
     * Does all of it.
     *
     * @param arguments the directory of the manual pages (AsciiDoc, in {@code man}) and the completion
     */
    public static void main(String[] arguments) throws IOException {
        ProgramFiles programs = ProgramFiles.current();
        PostgresBinaries.unpacked(programs);
        KeycloakServer.build(programs);
        KeycloakSchemaExport.run(programs);
        Path documents = Files.createDirectories(Path.of(arguments[0]));
        CommandLine dcm = Launcher.commandLine();
        removeQueries(dcm.getCommandSpec());
        dcm.getCommandSpec().removeSubcommand("sbom"); // of a source tree only
        Files.writeString(documents.resolve("dcm.bash"), AutoComplete.bash("dcm", dcm));
        int code = ManPageGenerator.generateManPage(
                documents.resolve("man").toFile(), null, new boolean[0], false, dcm.getCommandSpec());
        if (code != 0) {
            throw new IOException("The manual pages could not be written.");
        }
        nameCommandAsInstalled(documents.resolve("man"));
    }

    private static void nameCommandAsInstalled(Path pages) throws IOException {
        try (var files = Files.list(pages)) {
            for (Path page : files.toList()) {
                Files.writeString(page, Files.readString(page).replace("./dcm", "dcm"));
            }
        }
    }

    /** Removes completions that ask the API for names, because the generated script contains the answers. */
    private static void removeQueries(CommandSpec command) {
        for (OptionSpec option : List.copyOf(command.options())) {
            if (isQuery(option)) {
                command.remove(option);
                command.addOption(
                        OptionSpec.builder(option).completionCandidates(null).build());
            }
        }
        for (PositionalParamSpec parameter : List.copyOf(command.positionalParameters())) {
            if (isQuery(parameter)) {
                command.remove(parameter);
                command.addPositional(PositionalParamSpec.builder(parameter)
                        .completionCandidates(null)
                        .build());
            }
        }
        command.subcommands().values().forEach(below -> removeQueries(below.getCommandSpec()));
    }

    private static boolean isQuery(ArgSpec argument) {
        Iterable<String> candidates = argument.completionCandidates();
        return candidates != null
                && candidates.getClass().getPackageName().equals(ContainerCompletions.class.getPackageName());
    }
}
