"""What the makers of sample regions share: ground, blocks that areas grow from, borders, people, files."""
