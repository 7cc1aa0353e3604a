package io.streambus.connect.topic;

class FakeTopicAdminTest extends TopicAdminContract {

    private final FakeTopicAdmin cluster = new FakeTopicAdmin("east");
    private int names;

    @Override
    TopicAdmin admin() {
        return cluster;
    }

    @Override
    TopicAdmin adminWithRights() {
        return cluster.knowsRights();
    }

    @Override
    int partitions(String topic) {
        return cluster.topics().get(topic);
    }

    @Override
    String newName() {
        return "topic-" + names++;
    }
}
