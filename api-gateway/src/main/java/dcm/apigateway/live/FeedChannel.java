package dcm.apigateway.live;

/** The part of a {@link ChangesFeed} that one tab receives. A tab that reads too slowly loses the channel, not single events. */
final class FeedChannel implements Channel, FeedSubscriber {
    private final String channel;
    private final ChannelOutput output;
    private final ChangesFeed feed;
    private boolean closed;

    FeedChannel(String channel, ChannelOutput output, ChangesFeed feed) {
        this.channel = channel;
        this.output = output;
        this.feed = feed;
    }

    @Override
    public void event(ServerSentEvent event) {
        output.context().runOnContext(run -> {
            if (closed) {
                return;
            }
            if (output.isFull()) {
                close();
                output.failed(channel, UpstreamException.of(StreamProblem.tooSlow()));
            } else {
                output.event(channel, event);
            }
        });
    }

    @Override
    public void completed() {
        end(() -> output.complete(channel));
    }

    @Override
    public void failed(Throwable failure) {
        end(() -> output.failed(channel, failure));
    }

    private void end(Runnable message) {
        output.context().runOnContext(run -> {
            if (!closed) {
                closed = true;
                message.run();
            }
        });
    }

    @Override
    public void resume() {
        // This channel never pauses its source.
    }

    @Override
    public boolean isStuck() {
        return false;
    }

    @Override
    public void close() {
        closed = true;
        feed.unsubscribe(this);
    }
}
