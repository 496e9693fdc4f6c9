package dcm.stack;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./dcm bench}. */
@Command(name = "bench", description = "Measure.", subcommands = BenchCommand.Create.class)
final class BenchCommand {
    /** {@code ./dcm bench create}. */
    @Command(
            name = "create",
            description = {
                "From asking for a container until its SSH server answers: by the REST API, by 'docker run', and by",
                "'docker service create' on a swarm of its own; alternating, on the same image."
            },
            footer = {"", "Example: ./dcm bench create -n 30 --json"})
    static final class Create implements Callable<Integer> {
        @Option(names = "-n", paramLabel = "COUNT", description = "Rounds; ${DEFAULT-VALUE} if not given.")
        private int rounds = 20;

        @Option(names = "--json", description = "As JSON, for programs.")
        private boolean json;

        @Override
        public Integer call() throws JsonProcessingException {
            var installation = Installation.current();
            new Stack(installation).up(json ? line -> {} : System.out::println);
            BenchResult result = new CreateBench(installation, rounds).run(json ? line -> {} : System.out::println);
            System.out.println(json ? new JsonMapper().writeValueAsString(result) : result.table());
            return 0;
        }
    }
}
