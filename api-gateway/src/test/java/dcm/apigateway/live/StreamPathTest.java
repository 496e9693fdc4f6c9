package dcm.apigateway.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StreamPathTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/changes",
                "/v1/changes?scope=all",
                "/v1/stats?follow=true",
                "/v1/containers/web/logs?follow=true&tail=100",
                "/v1/containers/31005/stats?follow=true"
            })
    void streamsArePermitted(String path) {
        assertThat(StreamPath.isPermitted(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/v1/users",
                "/v1/changesx",
                "/v1/containers/web",
                "/v1/containers/web/top",
                "/v1/containers/../users/logs",
                "/v1/containers/../logs",
                "/v1/containers/a%2Fb/logs",
                "/v1/changes#x",
                "/v1/changes?a=b c",
                "/v1/changes?a=\r\nHost: x",
                "http://elsewhere/v1/changes"
            })
    void otherPathsAreNot(String path) {
        assertThat(StreamPath.isPermitted(path)).isFalse();
    }
}
