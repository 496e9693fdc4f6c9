package dcm.projection;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dcm.contract.event.IntentRejected;
import dcm.contract.identity.Handle;
import dcm.contract.identity.IntentId;
import dcm.contract.identity.OwnerName;
import dcm.contract.identity.Role;
import dcm.contract.intent.ContainerIntent.PauseContainer;
import dcm.contract.intent.ContainerIntent.StopContainer;
import dcm.contract.problem.ErrorCode;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Lists of this service: filters, order, pages, and whose resources they contain. */
class ListsIT {
    private static final JsonMapper JSON = new JsonMapper();

    private static RunningViews views;

    private final OwnerName alice = views.account(Role.USER);
    private final OwnerName chief = views.account(Role.ADMINISTRATOR);
    private final ContainerHistory containers = new ContainerHistory(alice);

    @BeforeAll
    static void start() throws Exception {
        views = RunningViews.get();
    }

    @Test
    void containersAreFiltered() throws Exception {
        views.append(alice, containers.placed("web"));
        views.append(alice, containers.placed("shop"));
        views.append(alice, containers.stopped("shop"));

        assertThat(names("q=WEB")).containsExactly("web");
        assertThat(names("q=" + containers.id("shop").value().substring(0, 8))).containsExactly("shop");
        assertThat(names("q=100%25")).isEmpty();
        assertThat(names("state=stopped")).containsExactly("shop");
        assertThat(names("state=unreachable")).isEmpty();
        assertThat(names("state=lost")).isEmpty();
        assertThat(names("image=debian-ssh")).hasSize(2);
        assertThat(names("image=debian-ssh:13&host=n1")).hasSize(2);
        assertThat(names("image=debian")).isEmpty();
        assertThat(names("host=n2")).isEmpty();
        assertThat(names("label=user.course")).hasSize(2);
        assertThat(names("label=user.course=web")).containsExactly("web");
        assertThat(views.get(alice, "/v1/containers?state=happy").statusCode()).isEqualTo(400);
    }

    @Test
    void valuesThatTheDatabaseCannotCompareAreRefused() throws Exception {
        for (String list : List.of(
                "containers?q=a%00b",
                "containers?q=" + "a".repeat(201),
                "containers?host=%00",
                "containers?label=labels",
                "containers?label=user.course=%00" + "a".repeat(1200),
                "intents?cursor=%00",
                "intents?since=%2B999999999-01-01T00:00:00Z",
                "intents?since=-999999999-01-01T00:00:00Z")) {
            assertThat(views.get(alice, "/v1/" + list).statusCode()).as(list).isEqualTo(400);
        }
        assertThat(views.get(chief, "/v1/audit?subject=%00").statusCode()).isEqualTo(400);
    }

    @Test
    void containersAreSortedInPagesWithATotal() throws Exception {
        for (String name : List.of("b", "c", "a")) {
            views.append(alice, containers.placed(name));
        }

        assertThat(names("sort=name")).containsExactly("a", "b", "c");
        assertThat(names("sort=-name")).containsExactly("c", "b", "a");
        assertThat(names("limit=500")).containsExactly("a", "c", "b");
        for (String sort : List.of("name", "-name", "created", "-created", "state", "image", "-host", "account")) {
            JsonNode first = json(alice, "/v1/containers?limit=2&sort=" + sort);
            JsonNode second = json(
                    alice,
                    "/v1/containers?limit=2&sort=" + sort + "&cursor="
                            + first.path("next").asText());
            assertThat(first.path("total").asInt()).as(sort).isEqualTo(3);
            assertThat(second.path("total").asInt()).as(sort).isEqualTo(3);
            List<String> all = first.path("items").findValuesAsText("name");
            all.addAll(second.path("items").findValuesAsText("name"));
            assertThat(all).as(sort).containsExactlyInAnyOrder("a", "b", "c");
            assertThat(second.has("next")).as(sort).isFalse();
        }
        String cursor =
                json(alice, "/v1/containers?limit=2&sort=name").path("next").asText();
        assertThat(views.get(alice, "/v1/containers?cursor=" + cursor).statusCode())
                .isEqualTo(400);
    }

    @Test
    void onlyAdministratorsSeeOtherAccounts() throws Exception {
        views.append(alice, containers.placed("web"));
        json(alice, "/v1/containers");

        JsonNode seen = json(chief, "/v1/containers?scope=all&label=user.course=web&sort=-created&limit=1");

        assertThat(seen.at("/items/0/account").asText()).isEqualTo(alice.value());
        assertThat(json(chief, "/v1/containers?account=" + alice).path("total").asInt())
                .isEqualTo(1);
        assertThat(json(chief, "/v1/containers").path("total").asInt()).isZero();
        OwnerName bob = views.account(Role.USER);
        for (String list : List.of("containers", "intents")) {
            assertThat(views.get(bob, "/v1/" + list + "?scope=all").statusCode())
                    .isEqualTo(403);
            assertThat(views.get(bob, "/v1/" + list + "?account=" + alice).statusCode())
                    .isEqualTo(403);
            assertThat(json(bob, "/v1/" + list).path("items")).isEmpty();
        }
    }

    @Test
    void intentsAreListedWithTheReasonOfTheirRejection() throws Exception {
        views.append(alice, containers.placed("web"));
        IntentId first = IntentId.fresh();
        views.ask(alice, first, new StopContainer(new Handle("web")));
        views.append(
                alice,
                new IntentRejected(first, ErrorCode.QUOTA_EXCEEDED, "Too many.", Map.of("limit", 3L, "used", 3L)));
        IntentId second = IntentId.fresh();
        views.ask(alice, second, new PauseContainer(new Handle("other")));
        views.append(alice, new IntentRejected(second, ErrorCode.UNKNOWN_CONTAINER, "None.", Map.of()));
        json(alice, "/v1/intents/" + second);

        JsonNode rejected = json(alice, "/v1/intents?status=rejected");
        JsonNode ofWeb = json(alice, "/v1/intents?container=web&since=2026-01-01T00:00:00Z")
                .path("items");
        JsonNode ofOther = json(alice, "/v1/intents?container=other&limit=1").path("items");
        JsonNode page = json(chief, "/v1/intents?account=" + alice + "&limit=1");

        assertThat(rejected.path("items").findValuesAsText("intent")).containsExactly(second.value(), first.value());
        assertThat(ofWeb).singleElement().satisfies(intent -> {
            assertThat(intent.path("account").asText()).isEqualTo(alice.value());
            assertThat(intent.path("actor").asText()).isEqualTo("account/" + alice);
            assertThat(intent.path("request").asText()).isEqualTo("stop-container");
            assertThat(intent.path("target").asText()).isEqualTo("web");
            assertThat(intent.path("problem")).isEqualTo(JSON.readTree("""
                    {"code": "quota-exceeded", "title": "Quota exceeded", "detail": "Too many.", "numbers": {"limit": 3, "used": 3}}"""));
        });
        assertThat(ofOther.findValuesAsText("intent"))
                .as("requests about a container that never existed")
                .containsExactly(second.value());
        assertThat(views.get(alice, "/v1/intents?container=never").statusCode()).isEqualTo(404);
        assertThat(views.get(chief, "/v1/intents?container=other").statusCode())
                .as("of another account")
                .isEqualTo(404);
        assertThat(page.at("/items/0/intent").asText()).isEqualTo(second.value());
        assertThat(json(
                                chief,
                                "/v1/intents?account=" + alice + "&cursor="
                                        + page.path("next").asText())
                        .at("/items/0/intent")
                        .asText())
                .isEqualTo(first.value());
        assertThat(json(chief, "/v1/intents?scope=all&status=rejected")
                        .path("items")
                        .findValuesAsText("intent"))
                .contains(first.value());
        assertThat(views.get(chief, "/v1/intents?cursor=" + first).statusCode()).isEqualTo(400);
    }

    @Test
    void quotasAreFilteredAndSortedByUsage() throws Exception {
        OwnerName bob = views.account(Role.USER);
        views.append(alice, containers.placed("web"));
        views.append(alice, containers.started("web"));
        views.append(alice, containers.placed("shop"));
        views.append(alice, containers.stopped("shop"));
        views.append(bob, new ContainerHistory(bob).placed("web"));
        json(alice, "/v1/containers");
        json(bob, "/v1/containers");
        String both = "/v1/quotas?names=" + alice + "," + bob;

        JsonNode first = json(chief, both + "&sort=-cpus&limit=1");
        JsonNode second = json(
                chief, both + "&sort=-cpus&limit=1&cursor=" + first.path("next").asText());

        assertThat(first.path("total").asInt()).isEqualTo(2);
        JsonNode used = first.path("items").path(0);
        assertThat(used.path("account").asText()).isEqualTo(alice.value());
        assertThat(used.at("/quota/containers/used").asInt()).isEqualTo(2);
        assertThat(used.at("/quota/running/used").asInt()).isEqualTo(1);
        assertThat(used.at("/quota/cpus/used").asText()).isEqualTo("1");
        assertThat(used.at("/quota/memoryMiB/used").asInt()).isEqualTo(2048);
        assertThat(used.at("/quota/ports/used").asInt()).isEqualTo(2);
        assertThat(second.at("/items/0/account").asText()).isEqualTo(bob.value());
        assertThat(second.has("next")).isFalse();
        assertThat(json(chief, both).path("items").findValuesAsText("account"))
                .containsExactly(alice.value(), bob.value());
        assertThat(json(chief, "/v1/quotas?sort=-running").path("items").size())
                .isEqualTo(json(chief, "/v1/quotas").path("items").size());
        assertThat(json(chief, both).at("/items/0/quota"))
                .isEqualTo(json(chief, "/v1/quotas/" + alice))
                .isEqualTo(json(alice, "/v1/me/quota"));
        assertThat(views.get(chief, "/v1/quotas?sort=shoes").statusCode()).isEqualTo(400);
    }

    private List<String> names(String query) throws IOException, InterruptedException {
        return json(alice, "/v1/containers?" + query).path("items").findValuesAsText("name");
    }

    private static JsonNode json(OwnerName account, String path) throws IOException, InterruptedException {
        return JSON.readTree(views.get(account, path).body());
    }
}
