package dcm.apigateway.live;

/** Receives the events of a {@link ChangesFeed}, on the feed's context. */
interface FeedSubscriber {
    void event(ServerSentEvent event);

    /** The feed has ended. */
    void failed(Throwable failure);
}
