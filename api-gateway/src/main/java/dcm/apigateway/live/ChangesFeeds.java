package dcm.apigateway.live;

import dcm.apigateway.live.Upstream.StreamRequest;
import dcm.apigateway.session.BrowserSession;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** The feeds of changes, one for each session and path. Thread-safe. */
@Singleton
class ChangesFeeds {
    private final SessionCheck check;
    private final Map<Key, ChangesFeed> feeds = new HashMap<>();

    private record Key(BrowserSession session, String path) {}

    ChangesFeeds(SessionCheck check) {
        this.check = check;
    }

    /** Adds a channel to the session's feed. If there is none, {@code open} opens its stream, on the context of {@code output}. */
    synchronized Channel join(
            BrowserSession session,
            StreamRequest request,
            String channel,
            ChannelOutput output,
            Function<StreamRequest, PendingStream> open) {
        var key = new Key(session, request.path());
        ChangesFeed running = feeds.get(key);
        if (running != null) {
            var joined = new FeedChannel(channel, output, running);
            running.subscribe(joined, request.lastEventId());
            return joined;
        }
        var feed = new ChangesFeed(output.context(), new FeedListener(key));
        feeds.put(key, feed);
        var first = new FeedChannel(channel, output, feed);
        feed.subscribeFirst(first);
        feed.begin(open.apply(request));
        return first;
    }

    private synchronized void remove(Key key) {
        feeds.remove(key);
    }

    private final class FeedListener implements ChangesFeed.Listener {
        private final Key key;

        FeedListener(Key key) {
            this.key = key;
        }

        @Override
        public void ended() {
            remove(key);
            // A service ends the streams of an account that is suspended.
            check.request(key.session());
        }

        @Override
        public void accountChanged() {
            check.request(key.session());
        }
    }
}
