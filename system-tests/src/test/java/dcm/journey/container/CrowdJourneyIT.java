package dcm.journey.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.journey.support.Eventually;
import dcm.journey.support.RunningStack;
import dcm.journey.support.TestUser;
import dcm.stack.api.StackApiClient;
import dcm.stack.api.StackApiClient.Answer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Eight users create forty containers at the same time. */
class CrowdJourneyIT {
    private static final int PEOPLE = 8;
    private static final int EACH = 5;
    private static final Duration LONG = Duration.ofSeconds(120);

    private static final JsonMapper JSON = new JsonMapper();

    private final RunningStack stack = RunningStack.get();

    /** A user's container, by name. */
    private record OwnedContainer(TestUser owner, StackApiClient client, String name, int port) {}

    @Test
    void eightUsersCreateUseAndRemoveFortyContainersConcurrently() {
        List<TestUser> people = IntStream.range(0, PEOPLE)
                .mapToObj(n -> TestUser.joins("crowd"))
                .toList();
        List<OwnedContainer> requested = new ArrayList<>();
        for (TestUser person : people) {
            StackApiClient client = person.client();
            // Six containers request 1.6 CPUs each, of which five fit into eight CPUs. There are two addresses, so each
            // port number fits two containers.
            for (int n = 0; n <= EACH; n++) {
                requested.add(new OwnedContainer(person, client, "c" + n, 8200 + requested.size() / 2));
            }
        }

        Map<OwnedContainer, Answer> asked = all(requested, CrowdJourneyIT::create);

        List<OwnedContainer> made = requested.stream()
                .filter(owned -> asked.get(owned).status() == 201)
                .toList();
        assertThat(requested)
                .filteredOn(owned -> !made.contains(owned))
                .allMatch(owned -> asked.get(owned).isProblem("quota-exceeded"));
        assertThat(people).allMatch(person -> count(made, person) == EACH);
        assertViewsMatchDocker(people, PEOPLE * EACH);

        everyOne(made, owned -> owned.client().post("/v1/containers/" + owned.name() + "/stop", LONG), 200);
        assertViewsMatchDocker(people, PEOPLE * EACH);

        everyOne(made, CrowdJourneyIT::commit, 201);
        everyOne(
                made.subList(0, 20),
                owned -> owned.client().post("/v1/containers/" + owned.name() + "/start", LONG),
                200);
        assertViewsMatchDocker(people, PEOPLE * EACH);
        List<String> images = imagesSeen(people);
        assertThat(images).hasSize(PEOPLE * EACH).doesNotHaveDuplicates();
        assertThat(imagesOfTheEngine()).containsAll(images);

        everyOne(made, owned -> owned.client().delete("/v1/containers/" + owned.name() + "?force=true", LONG), 200);
        assertViewsMatchDocker(people, 0);
        everyOne(made, owned -> owned.client().delete("/v1/images/" + owned.name() + ":1", LONG), 200);
        Eventually.that("the views forget the images", () -> imagesSeen(people).isEmpty());
        Eventually.that(
                "the images are removed from the engine",
                () -> imagesOfTheEngine().stream().noneMatch(images::contains));
    }

    private static Answer create(OwnedContainer owned) {
        return owned.client()
                .post(
                        "/v1/containers",
                        Map.of(
                                "image",
                                "debian-ssh",
                                "name",
                                owned.name(),
                                "cpus",
                                1.6,
                                "memoryMiB",
                                128,
                                "ports",
                                List.of(owned.port())),
                        LONG);
    }

    private static Answer commit(OwnedContainer owned) {
        return owned.client()
                .post("/v1/images", Map.of("container", owned.name(), "name", owned.name(), "tag", "1"), LONG);
    }

    private static long count(List<OwnedContainer> made, TestUser person) {
        return made.stream().filter(owned -> owned.owner() == person).count();
    }

    private static void everyOne(List<OwnedContainer> containers, Function<OwnedContainer, Answer> action, int status) {
        all(containers, action)
                .forEach((owned, answer) -> assertThat(answer.status())
                        .as("%s of %s: %s", owned.name(), owned.owner().name(), answer.body())
                        .isEqualTo(status));
    }

    /** Runs the action for all containers concurrently. */
    private static Map<OwnedContainer, Answer> all(
            List<OwnedContainer> containers, Function<OwnedContainer, Answer> action) {
        Map<OwnedContainer, Future<Answer>> running = new HashMap<>();
        Map<OwnedContainer, Answer> answers = new HashMap<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            containers.forEach(owned -> running.put(owned, threads.submit(() -> action.apply(owned))));
            for (Map.Entry<OwnedContainer, Future<Answer>> one : running.entrySet()) {
                answers.put(one.getKey(), one.getValue().get());
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
        return answers;
    }

    /** Checks that the views match Docker in state, name, SSH port and published ports of all containers. */
    private void assertViewsMatchDocker(List<TestUser> people, int count) {
        Map<String, String> seen = new TreeMap<>();
        List<String> addresses = new ArrayList<>();
        for (TestUser person : people) {
            for (JsonNode container : person.containers()) {
                List<String> published = Stream.concat(
                                Stream.of(container.path("ssh")),
                                container.path("ports").valueStream())
                        .map(port -> port.path("address").asText() + ":"
                                + port.path("port").asInt())
                        .sorted()
                        .toList();
                addresses.addAll(published);
                seen.put(
                        stack.dockerName(container.path("id").asText()),
                        container.path("state").asText() + " " + person.name() + "/"
                                + container.path("name").asText() + " " + published);
            }
        }

        assertThat(seen).hasSize(count);
        assertThat(addresses).hasSize(2 * count).doesNotHaveDuplicates();
        assertThat(seen).isEqualTo(dockerState(people));
    }

    private Map<String, String> dockerState(List<TestUser> people) {
        Map<String, String> dockerState = new TreeMap<>();
        String ids = stack.docker("ps", "--all", "--quiet", "--filter", "label=dcm.owner")
                .strip();
        if (ids.isEmpty()) {
            return dockerState;
        }
        for (JsonNode container : json(
                stack.docker(Stream.concat(Stream.of("inspect"), ids.lines()).toArray(String[]::new)))) {
            String owner =
                    container.path("Config").path("Labels").path("dcm.owner").asText();
            if (people.stream().noneMatch(person -> person.name().equals(owner))) {
                continue;
            }
            String state = container.path("State").path("Status").asText();
            List<String> published = container
                    .path("HostConfig")
                    .path("PortBindings")
                    .valueStream()
                    .flatMap(JsonNode::valueStream)
                    .map(binding -> binding.path("HostIp").asText() + ":"
                            + binding.path("HostPort").asText())
                    .sorted()
                    .toList();
            dockerState.put(
                    container.path("Name").asText().substring(1),
                    (state.equals("exited") ? "stopped" : state) + " " + owner + "/"
                            + container.path("Config").path("Hostname").asText() + " " + published);
        }
        return dockerState;
    }

    private static List<String> imagesSeen(List<TestUser> people) {
        return people.stream()
                .flatMap(person -> person.client()
                        .get("/v1/images")
                        .expectDone()
                        .path("items")
                        .valueStream())
                .filter(image -> !image.path("base").asBoolean())
                .map(image -> image.path("digest").asText())
                .toList();
    }

    private List<String> imagesOfTheEngine() {
        return stack.docker("images", "--all", "--no-trunc", "--quiet").lines().toList();
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
