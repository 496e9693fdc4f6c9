package dcm.rest.listing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dcm.contract.identity.InvalidValueException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListOrderTest {
    private record Person(
            String name,
            @Nullable String group,
            String cpus,
            @Nullable Instant ends) {}

    private static final ListOrder<Person> ORDER = ListOrder.byName(Person::name)
            .text("group", Person::group)
            .number("cpus", person -> new BigDecimal(person.cpus))
            .time("ends", Person::ends);

    private static final List<Person> PEOPLE = List.of(
            new Person("carol", "Staff", "0.5", null),
            new Person("alice", "students", "10", Instant.parse("2027-01-01T00:00:00Z")),
            new Person("bob", null, "9", Instant.parse("2026-12-01T00:00:00Z")),
            new Person("dave", "staff", "0.5", null));

    @Test
    void listWithoutParametersIsCompleteAndSortedByName() {
        ListPage<Person> page = ORDER.page(PEOPLE, new ListRequest(null, null, null));

        assertThat(page.items()).extracting(Person::name).containsExactly("alice", "bob", "carol", "dave");
        assertThat(page.next()).isNull();
        assertThat(page.total()).isEqualTo(4);
    }

    @Test
    void itemsAreSortedByTheirColumnAndThenByName() {
        assertThat(names("-name")).containsExactly("dave", "carol", "bob", "alice");
        assertThat(names("group")).containsExactly("bob", "carol", "dave", "alice");
        assertThat(names("cpus")).containsExactly("carol", "dave", "bob", "alice");
        assertThat(names("-cpus")).containsExactly("alice", "bob", "dave", "carol");
        assertThat(names("ends")).containsExactly("bob", "alice", "carol", "dave");
    }

    @ParameterizedTest
    @ValueSource(strings = {"name", "-name", "group", "-group", "cpus", "-cpus", "ends", "-ends"})
    void pagesContainEachItemOnceInOrder(String sort) {
        List<String> seen = new ArrayList<>();
        @Nullable String cursor = null;
        do {
            ListPage<Person> page = ORDER.page(PEOPLE, new ListRequest(sort, cursor, 1));
            assertThat(page.items()).hasSize(1);
            assertThat(page.total()).isEqualTo(4);
            seen.add(page.items().getFirst().name());
            cursor = page.next();
        } while (cursor != null);

        assertThat(seen).isEqualTo(names(sort));
    }

    @Test
    void nextPageStartsAfterAnItemThatIsGone() {
        ListPage<Person> first = ORDER.page(PEOPLE, new ListRequest(null, null, 2));

        ListPage<Person> second = ORDER.page(
                PEOPLE.stream().filter(person -> !person.name.equals("bob")).toList(),
                new ListRequest(null, first.next(), 2));

        assertThat(second.items()).extracting(Person::name).containsExactly("carol", "dave");
    }

    @Test
    void invalidRequestIsRejectedWithWhatIsPossible() {
        assertThatThrownBy(() -> ORDER.page(PEOPLE, new ListRequest("size", null, null)))
                .isInstanceOf(InvalidValueException.class)
                .hasMessage("sort: One of name, group, cpus, ends, with - before it for descending order; got 'size'.");
        assertThatThrownBy(() -> ORDER.page(PEOPLE, new ListRequest(null, "?", null)))
                .hasMessageContaining("cursor: Use the unchanged value next");
        assertThatThrownBy(() -> ORDER.page(PEOPLE, new ListRequest(null, "YQ", null)))
                .hasMessageContaining("cursor: Use the unchanged value next");
        assertThatThrownBy(() -> new ListRequest(null, null, 501))
                .hasMessage("limit: A number from 1 to 500; got 501.");
    }

    private static List<String> names(String sort) {
        return ORDER.page(PEOPLE, new ListRequest(sort, null, null)).items().stream()
                .map(Person::name)
                .toList();
    }
}
