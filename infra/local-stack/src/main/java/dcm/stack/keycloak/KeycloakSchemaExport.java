package dcm.stack.keycloak;

import dcm.stack.installation.Installation;
import dcm.stack.installation.ProgramFiles;
import dcm.stack.machine.StackFailure;
import dcm.stack.machine.SystemCommand;
import dcm.stack.postgres.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Writes the file of {@link KeycloakSchema} for a release. */
public final class KeycloakSchemaExport {
    private static final String PORT_BASE = "28700";

    /** Where Liquibase, which Keycloak uses, records its migrations. Keycloak writes no statement for it, because it has created it before. */
    private static final String MIGRATIONS = """
            CREATE TABLE public.databasechangelog (
                id VARCHAR(255) NOT NULL,
                author VARCHAR(255) NOT NULL,
                filename VARCHAR(255) NOT NULL,
                dateexecuted TIMESTAMP WITHOUT TIME ZONE NOT NULL,
                orderexecuted INTEGER NOT NULL,
                exectype VARCHAR(10) NOT NULL,
                md5sum VARCHAR(35),
                description VARCHAR(255),
                comments VARCHAR(255),
                tag VARCHAR(255),
                liquibase VARCHAR(20),
                contexts VARCHAR(255),
                labels VARCHAR(255),
                deployment_id VARCHAR(10)
            );
            """;

    private KeycloakSchemaExport() {}

    /**
     * Writes the file, if it does not exist. Starts PostgreSQL with an empty database, in which Keycloak creates nothing.
     *
     * @param programs with a Keycloak that is built
     */
    public static void run(ProgramFiles programs) {
        Path file = new KeycloakSchema(KeycloakServer.distribution(programs)).file();
        if (Files.exists(file)) {
            return;
        }
        try {
            Path home = Files.createTempDirectory("dcm-keycloak-schema");
            Installation installation = Installation.of(
                    programs,
                    Map.of("DCM_HOME", home.toString(), "DCM_INSTALLATION", "schema", "DCM_PORT_BASE", PORT_BASE));
            PostgresServer postgres = new PostgresServer(installation);
            try {
                postgres.start();
                Path exported = home.resolve("schema.sql");
                new KeycloakServer(installation).exportSchema(exported);
                Path draft = file.resolveSibling(file.getFileName() + ".new");
                Files.writeString(draft, MIGRATIONS + Files.readString(exported));
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE); // never a part of it
            } finally {
                postgres.stop();
                SystemCommand.run("rm", "-rf", home.toString());
            }
        } catch (IOException e) {
            throw new StackFailure("Cannot write %s: %s".formatted(file, e), e);
        }
    }
}
