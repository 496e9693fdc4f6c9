package dcm.stack.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.stack.bench.BenchResult;
import dcm.stack.bench.CommitBench;
import dcm.stack.bench.ConsoleBench;
import dcm.stack.bench.CreateBench;
import dcm.stack.bench.CrowdBench;
import dcm.stack.bench.DecideBench;
import dcm.stack.bench.FillBench;
import dcm.stack.bench.ListBench;
import dcm.stack.bench.RebuildBench;
import dcm.stack.bench.SshBench;
import dcm.stack.installation.Installation;
import dcm.stack.lifecycle.Stack;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm bench}. */
@Command(
        name = "bench",
        description = "Run benchmarks.",
        subcommands = {
            BenchCommand.Create.class,
            BenchCommand.Crowd.class,
            BenchCommand.Commit.class,
            BenchCommand.Ssh.class,
            BenchCommand.Console.class,
            BenchCommand.Fill.class,
            BenchCommand.Decide.class,
            BenchCommand.Lists.class,
            BenchCommand.Rebuild.class
        })
public final class BenchCommand {
    /** {@code ./dcm bench create}. */
    @Command(
            name = "create",
            description =
                    "Measure the time from a request for a container until its SSH server answers: with the REST API, "
                            + "with 'docker run', and with 'docker service create' on a separate swarm. The rounds alternate and "
                            + "use the same image.",
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
            description =
                    "Measure the time from requests for twenty containers until the last SSH server answers: with twenty "
                            + "requests to the REST API, with two requests for ten containers each, and with twenty 'docker run' "
                            + "in 'xargs -P 20'. The rounds alternate and use the same image.",
            footer = {"", "Example: ./dcm bench crowd -n 5"})
    static final class Crowd extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new CrowdBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench fill}. */
    @Command(
            name = "fill",
            description =
                    "Measure how long it takes to create and remove many containers of four owners on one host, eight requests at "
                            + "once: with the REST API, and with 'docker run' and 'docker rm'. -n is the number of containers.",
            footer = {"", "Example: ./dcm bench fill -n 400"})
    static final class Fill extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new FillBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench commit}. */
    @Command(
            name = "commit",
            description =
                    "Measure the commit of a container with 50 MiB of new data: with the REST API and 'docker commit'.",
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
            description =
                    "Measure the SSH gateway: a login until the prompt, a command without requests, and 'show' with fifty "
                            + "containers, compared with a login to an OpenSSH server in a container. The rounds alternate.",
            footer = {"", "Example: ./dcm bench ssh -n 30"})
    static final class Ssh extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new SshBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench console}. */
    @Command(
            name = "console",
            description =
                    "Measure the web console in Chromium: the first content, a change of page, the time from an event until an "
                            + "open tab shows it, frames of a table with 1,000 rows and 50 changes per second, and what 500 live "
                            + "tabs cost the API gateway.",
            footer = {"", "Example: ./dcm bench console -n 30"})
    static final class Console extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new ConsoleBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench decide}. */
    @Command(
            name = "decide",
            description =
                    "Measure decisions with the REST API: renames of a container, from the request until the outcome, at "
                            + "1, 16 and 64 at once, for one owner and for eight; the time of each, and decisions per second.",
            footer = {"", "Example: ./dcm bench decide -n 50 --json"})
    static final class Decide extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new DecideBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench list}. */
    @Command(
            name = "list",
            description =
                    "Measure 'GET /v1/containers', 16 at once, of an owner without containers and of one with 40: the time "
                            + "of each, and answers per second.",
            footer = {"", "Example: ./dcm bench list -n 50"})
    static final class Lists extends Bench {
        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return new ListBench(installation, rounds).run(progress);
        }
    }

    /** {@code ./dcm bench rebuild}. */
    @Command(
            name = "rebuild",
            description =
                    "Measure what a long log costs: its size, the start of Kafka and of the services that read it, the rebuilds of "
                            + "admission's state and of the views, and its archive. The log has 6,000 records per round, which describe 500 "
                            + "containers of 50 owners, or the given number of intents. A separate broker and database are used.",
            footer = {"", "Examples: ./dcm bench rebuild -n 20", "          ./dcm bench rebuild --intents 1000000"})
    static final class Rebuild extends Bench {
        @Option(
                names = "--intents",
                paramLabel = "COUNT",
                description = "Write a log of this number of intents, 100 for each container, instead of rounds.")
        private int intents;

        @Override
        BenchResult measure(Installation installation, int rounds, Consumer<String> progress) {
            return (intents > 0
                            ? RebuildBench.ofIntents(installation, intents)
                            : RebuildBench.ofRounds(installation, rounds))
                    .run(progress);
        }

        @Override
        boolean needsStack() {
            return false;
        }
    }

    /** Options of all benchmarks. */
    abstract static class Bench implements Callable<Integer> {
        @Option(names = "-n", paramLabel = "COUNT", description = "Number of rounds; ${DEFAULT-VALUE} by default.")
        private int rounds = 20;

        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        abstract BenchResult measure(Installation installation, int rounds, Consumer<String> progress);

        /** Whether the benchmark uses the running stack. */
        boolean needsStack() {
            return true;
        }

        @Override
        public Integer call() throws JsonProcessingException {
            Consumer<String> progress = json ? System.err::println : System.out::println;
            var installation = Installation.current();
            if (needsStack()) {
                new Stack(installation).up(progress);
            }
            BenchResult result = measure(installation, rounds, progress);
            System.out.println(json ? new JsonMapper().writeValueAsString(result) : result.table());
            return 0;
        }
    }
}
