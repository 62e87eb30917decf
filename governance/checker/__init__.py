"""What is proven of one definition before it governs: guarantees, examples, every order of decisions."""
