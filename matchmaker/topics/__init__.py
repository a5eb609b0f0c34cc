"""Topics: what people are mentored in, as a graph; from the table that ships, a programme's own, or O*NET's."""

from matchmaker.topics.graph import Topic, TopicGraph, folded, nearest_names

__all__ = ["Topic", "TopicGraph", "folded", "nearest_names"]
