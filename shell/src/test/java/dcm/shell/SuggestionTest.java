package dcm.shell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionTest {
    @ParameterizedTest
    @CsvSource({
        "crate,create",
        "stpo,stop",
        "Show,show",
        "ls,show",
        "ps,show",
        "docker ps,show",
        "docker run debian-ssh,create",
        "docker images,images",
        "docker container ls,show",
        "remove,rm",
        "user list,user ls",
        "user create,user add",
        "keys remove,keys rm",
        "help crate,create",
        "help user lst,user ls"
    })
    void mistypedCommandGetsASuggestion(String line, String expected) {
        Typed typed = Typed.anywhere(line.split(" "));

        assertThat(typed.code()).isEqualTo(2);
        assertThat(typed.err()).startsWith("Unknown command '").contains("Did you mean '" + expected + "'?");
    }

    @ParameterizedTest
    @CsvSource({"create x --memroy=256,--memory", "rm --froce web,--force", "show --whatch,--watch"})
    void mistypedOptionGetsASuggestion(String line, String expected) {
        assertThat(Typed.anywhere(line.split(" ")).err())
                .startsWith("Unknown option '")
                .contains("Did you mean '" + expected + "'?");
    }

    @Test
    void wordThatResemblesNoCommandGetsNone() {
        assertThat(Typed.anywhere("explode").err()).doesNotContain("Did you mean");
        assertThat(Typed.anywhere("docker").err()).isEqualTo("Unknown command 'docker'. See 'help'.");
        assertThat(Typed.anywhere("xy").err()).doesNotContain("Did you mean");
    }

    @ParameterizedTest
    @CsvSource({"abc,abc,0", "abc,abd,1", "abc,acb,1", "abc,ab,1", "abc,xyz,3", "'',abc,3"})
    void distanceCountsInsertedDeletedReplacedAndSwappedLetters(String one, String other, int expected) {
        assertThat(Suggestion.distance(one, other)).isEqualTo(expected);
        assertThat(Suggestion.distance(other, one)).isEqualTo(expected);
    }
}
