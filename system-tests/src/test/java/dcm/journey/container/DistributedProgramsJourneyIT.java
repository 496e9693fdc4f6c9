package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.SshClientSession;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Programs that run in several containers. Their images are built first, which takes a minute or more. */
@Tag("uses")
class DistributedProgramsJourneyIT {
    private static final Duration BUILD = Duration.ofMinutes(10);

    private static final String PROGRAM = """
        #include <mpi.h>
        #include <stdio.h>

        int main(int argc, char **argv) {
            MPI_Init(&argc, &argv);
            int rank, size, length;
            char name[MPI_MAX_PROCESSOR_NAME];
            MPI_Comm_rank(MPI_COMM_WORLD, &rank);
            MPI_Comm_size(MPI_COMM_WORLD, &size);
            MPI_Get_processor_name(name, &length);
            const int steps = 1000000;
            double part = 0, pi = 0;
            for (int i = rank; i < steps; i += size) {
                double x = (i + 0.5) / steps;
                part += 4 / (1 + x * x) / steps;
            }
            MPI_Reduce(&part, &pi, 1, MPI_DOUBLE, MPI_SUM, 0, MPI_COMM_WORLD);
            printf("%d of %d on %s\\n", rank, size, name);
            if (rank == 0) {
                printf("pi is %.6f\\n", pi);
            }
            MPI_Finalize();
        }
        """;

    private final RunningStack stack = RunningStack.get();
    private final StackApiClient admin = stack.people().administrator();

    @TempDir
    Path folder;

    @AfterAll
    static void retire() {
        RunningStack.get().retireBaseImages();
    }

    @Test
    void mpiProgramRunsOnAllContainersOfABatch() {
        admin.put("/v1/catalog/images/mpi:13", Map.of("recipe", "mpi")).expectDone();
        awaitImage("mpi:13");
        TestUser alice = TestUser.joins("alice");
        alice.createsBatch(4, "node-{n}", Map.of("image", "mpi:13", "cpus", 0.5));
        JsonNode first = alice.show("node-1");
        alice.ssh(first, alice.name(), "cat >pi.c <<'END'\n" + PROGRAM + "END\nmpicc -O2 -o pi pi.c");

        String run = "mpirun --hostfile /etc/dcm/hosts --map-by ppr:1:node ./pi";
        String asUser = alice.ssh(first, alice.name(), run);
        String asRoot = alice.ssh(
                first,
                "root",
                "cd /home/" + alice.name() + " && OMPI_ALLOW_RUN_AS_ROOT=1" + " OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 "
                        + run);

        for (String output : List.of(asUser, asRoot)) {
            assertThat(output.lines().filter(line -> line.contains(" of ") || line.startsWith("pi")))
                    .containsExactlyInAnyOrder(
                            "0 of 4 on node-1",
                            "1 of 4 on node-2",
                            "2 of 4 on node-3",
                            "3 of 4 on node-4",
                            "pi is 3.141593");
        }
    }

    @Test
    void etcdClusterOfABatchSurvivesTheRestartOfAMember() throws IOException {
        offers("etcd:1", "etcd-client etcd-server", "");
        TestUser alice = TestUser.joins("alice");
        String member = "exec etcd --name $HOSTNAME --data-dir /var/lib/etcd/data"
                + " --listen-client-urls http://0.0.0.0:2379 --advertise-client-urls http://$HOSTNAME:2379"
                + " --listen-peer-urls http://0.0.0.0:2380 --initial-advertise-peer-urls http://$HOSTNAME:2380"
                + " --initial-cluster $(sed 's|.*|&=http://&:2380|' /etc/dcm/hosts | paste -sd ,)";
        alice.createsBatch(3, "etcd-{n}", Map.of("image", "etcd:1", "command", List.of("sh", "-c", member)));
        JsonNode first = alice.show("etcd-1");
        Eventually.that(
                "the cluster is healthy",
                () -> alice.ssh(first, "root", "etcdctl endpoint health --cluster 2>&1")
                                .lines()
                                .filter(line -> line.contains("is healthy"))
                                .count()
                        == 3);

        alice.ssh(first, "root", "etcdctl put town Jena");
        alice.doneTo("stop", "etcd-3");
        alice.ssh(first, "root", "etcdctl put river Saale");
        alice.doneTo("start", "etcd-3");

        JsonNode third = alice.show("etcd-3");
        Eventually.that(
                "the restarted member has all keys",
                () -> alice.ssh(
                                third,
                                "root",
                                "etcdctl get --print-value-only town; etcdctl get --print-value-only river")
                        .equals("Jena\nSaale"));
    }

    @Test
    void postgresWithItsDataInTheHomeIsReachedByAnotherOwner() throws IOException {
        offers("postgres:1", "postgresql", """
            RUN install -d /etc/postgresql-common && echo create_main_cluster=false >/etc/postgresql-common/createcluster.conf
            """);
        TestUser alice = TestUser.joins("alice");
        TestUser bob = TestUser.joins("bob");
        String published = "5432@" + RunningStack.SECOND_ALIAS;
        SshClientSession gateway = SshClientSession.of(alice);
        gateway.gets("create", "postgres:1", "--name", "db", "--memory", "512", "-p", published);
        JsonNode app = bob.creates("app", Map.of("image", "postgres:1"));

        alice.ssh(alice.show("db"), alice.name(), """
            set -e
            PATH=$(echo /usr/lib/postgresql/*/bin):$PATH
            initdb --pgdata data --auth-host scram-sha-256 >/dev/null
            echo 'host lab bob 0.0.0.0/0 scram-sha-256' >>data/pg_hba.conf
            printf '%s\\n' "listen_addresses='*'" "unix_socket_directories='/tmp'" >>data/postgresql.conf
            pg_ctl --pgdata data --log log --wait start >/dev/null
            psql -q -h /tmp postgres -c "create role bob login password 'secret'" -c 'create database lab owner bob'
            """);
        String psql = "PGPASSWORD=secret psql -qAt -h " + RunningStack.SECOND_ALIAS + " -U bob lab -c ";
        bob.ssh(app, bob.name(), psql + "'create table towns as select $$Jena$$ as name'");
        gateway.gets("rm", "--force", "db");
        gateway.gets("create", "postgres:1", "--name", "db2", "--memory", "512", "-p", published);
        alice.ssh(
                alice.show("db2"),
                alice.name(),
                "$(echo /usr/lib/postgresql/*/bin)/pg_ctl --pgdata data --log log --wait start");

        assertThat(bob.ssh(app, bob.name(), psql + "'select name from towns'")).isEqualTo("Jena");
    }

    /** Builds an image with these Debian packages and offers it. */
    private void offers(String name, String packages, String before) throws IOException {
        Files.writeString(
                folder.resolve("Dockerfile"),
                "FROM dcm/debian-ssh:13\n" + before
                        + "RUN apt-get update -qq && apt-get install -y -qq --no-install-recommends " + packages
                        + "\n");
        String built = "lab/" + name;
        stack.docker("build", "--quiet", "--tag", built, folder.toString());
        admin.put("/v1/catalog/images/" + name, Map.of("local", built)).expectDone();
        awaitImage(name);
    }

    private void awaitImage(String name) {
        Eventually.that(name + " is offered", BUILD, () -> {
            JsonNode host = admin.get("/v1/catalog/images/" + name)
                    .expectDone()
                    .path("hosts")
                    .path(0);
            assertThat(host.path("stage").asText()).as("%s", host).isNotEqualTo("failed");
            return host.path("stage").asText().equals("ready");
        });
    }
}
