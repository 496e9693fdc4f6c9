package dcm.journey.install;

import dcm.journey.support.ShellRunner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Debian's PostgreSQL, which DCM does not run, with TLS and the databases that an administrator makes for DCM. */
final class ForeignPostgres implements AutoCloseable {
    private static final String VERSION = "17";
    private static final String CLUSTER = "dcmtest";
    private static final int PORT = 19_432;

    private final Path ca;

    /**
     * Starts it.
     *
     * @param tls the directory with {@code server.crt}, {@code server.key} and {@code ca.crt}
     */
    ForeignPostgres(Path tls) throws IOException {
        this.ca = tls.resolve("ca.crt");
        ShellRunner.run("../infra/install-packages", "postgresql-" + VERSION);
        drop();
        ShellRunner.run("pg_createcluster", VERSION, CLUSTER, "-p", Integer.toString(PORT));
        Path data = Path.of("/var/lib/postgresql", VERSION, CLUSTER);
        for (String file : new String[] {"server.crt", "server.key"}) {
            Files.copy(tls.resolve(file), data.resolve("dcm-" + file));
            ShellRunner.run("chown", "postgres:", data.resolve("dcm-" + file).toString());
            ShellRunner.run("chmod", "600", data.resolve("dcm-" + file).toString());
        }
        set("ssl", "on");
        set("ssl_cert_file", data.resolve("dcm-server.crt").toString());
        set("ssl_key_file", data.resolve("dcm-server.key").toString());
        ShellRunner.run("pg_ctlcluster", VERSION, CLUSTER, "start");
    }

    private static void set(String setting, String value) {
        ShellRunner.run("pg_conftool", VERSION, CLUSTER, "set", setting, value);
    }

    /** Runs a statement as the superuser. */
    void sql(String statement) {
        ShellRunner.run(
                "su", "-", "postgres", "-s", "/bin/sh", "-c", "psql -p %d -qc \"%s\"".formatted(PORT, statement));
    }

    String url(String database) {
        return "jdbc:postgresql://localhost:%d/%s?sslmode=verify-full&sslrootcert=%s".formatted(PORT, database, ca);
    }

    private static void drop() {
        ShellRunner.attempt(List.of("pg_dropcluster", "--stop", VERSION, CLUSTER));
    }

    @Override
    public void close() {
        drop();
    }
}
