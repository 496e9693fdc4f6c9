package dcm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm bench}. */
@Command(
        name = "bench",
        description = "Measure.",
        subcommands = {
            BenchCommand.Create.class,
            BenchCommand.Crowd.class,
            BenchCommand.Commit.class,
            BenchCommand.Ssh.class
        })
final class BenchCommand {
    /** {@code ./dcm bench create}. */
    @Command(
            name = "create",
            description = {
                "From asking for a container until its SSH server answers: by the REST API, by 'docker run', and by",
                "'docker service create' on a swarm of its own; alternating, on the same image."
            },
            footer = {"", "Example: ./dcm bench create -n 30 --json"})
    static final class Create extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new CreateBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench crowd}. */
    @Command(
            name = "crowd",
            description = {
                "From asking for twenty containers at once until the last one's SSH server answers: twenty requests and",
                "two for ten each to the REST API, and twenty 'docker run' by 'xargs -P 20'; alternating, on the same image."
            },
            footer = {"", "Example: ./dcm bench crowd -n 5"})
    static final class Crowd extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new CrowdBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench commit}. */
    @Command(
            name = "commit",
            description =
                    "An image of a running container with 50 MiB written: by the REST API, and by 'docker commit'.",
            footer = {"", "Example: ./dcm bench commit -n 10"})
    static final class Commit extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new CommitBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench ssh}. */
    @Command(
            name = "ssh",
            description = {
                "At the SSH gateway: until the prompt is there, a command that asks nothing, and 'show' with fifty containers;",
                "beside a login at an OpenSSH server in a container, alternating."
            },
            footer = {"", "Example: ./dcm bench ssh -n 30"})
    static final class Ssh extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new SshBench(installation, rounds).run(progress);
        }
    }

    /** Options of all benchmarks. */
    abstract static class Bench implements Callable<Integer> {
        @Option(names = "-n", paramLabel = "COUNT", description = "Rounds; ${DEFAULT-VALUE} if not given.")
        private int rounds = 20;

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        abstract BenchResult measure(Installation installation, int rounds, Consumer<String> progress);

        @Override
        public Integer call() throws JsonProcessingException {
            Consumer<String> progress = json ? line -> {} : System.out::println;
            var installation = Installation.current();
            new Stack(installation).up(progress);
            BenchResult result = measure(installation, rounds, progress);
            System.out.println(json ? new JsonMapper().writeValueAsString(result) : result.table());
            return 0;
        }
    }
}
