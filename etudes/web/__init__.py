"""The page: rating sessions in a browser, and the teacher's overview of them."""
